//! Which orders are needed, and that nothing else is.

use std::fmt::Write;

use expect_test::{Expect, expect};
use multifd_tests::breaches;
use sim_io::Ending;

use super::{
    findings::{complete, findings, weakest},
    sender::Shape,
    stage::Stage,
};

/// What breaks in each shape when one site is a step weaker.
fn broken(shape: Shape) -> String {
    let mut text = String::new();
    for finding in findings(shape) {
        let broken = finding.weaker.map(|broken| format!("{:?}: {}", broken.stage, broken.breach));
        let broken = broken.as_deref().unwrap_or("-");
        writeln!(text, "{:?}: {broken}", finding.site).expect("it is a string");
    }
    text
}

#[test]
fn the_orders_that_v9_needs_are_those_whose_mutants_break() {
    expect![[r#"
        Scan: TwoChannels: data race: slot[2].payload
        Publish: -
        Take: -
        Clear: TwoChannels: data race: slot[2].payload
        JobWord: TwoChannels: data race: params[0].plain_job
        SyncWord: -
        ExitWord: Exit: data race: state.plain_exiting
        Fail: -
        Number: -
    "#]]
    .assert_eq(&broken(Shape::V9));
}

#[test]
fn the_orders_that_v10_needs_are_those_whose_mutants_break() {
    expect![[r#"
        Scan: TwoChannels: data race: slot[2].payload
        Publish: Device: data race: params[0].slot
        Take: Device: data race: params[0].slot
        Clear: TwoChannels: data race: slot[2].payload
        JobWord: TwoChannels: data race: params[0].plain_job
        SyncWord: -
        ExitWord: Exit: data race: state.plain_exiting
        Fail: -
        Number: -
    "#]]
    .assert_eq(&broken(Shape::V10));
}

/// Searches every stage completely with every order at its weakest.
///
/// Whatever a stronger order allows, a weaker one allows too: so this is also
/// the proof of upstream's orders, and of each that is weakened alone.
fn weakest_orders_hold(shape: Shape, counts: &Expect) {
    let orders = weakest(&findings(shape));
    let mut text = String::new();
    for &stage in Stage::of(shape) {
        let verdict = complete(shape, stage, orders);
        assert_eq!(verdict.ending, Ending::Exhausted, "{stage:?}: {:?}", verdict.note);
        assert!(breaches(&verdict).is_empty(), "{stage:?}: {:?}", verdict.found);
        writeln!(text, "{stage:?}: {}", verdict.schedules).expect("it is a string");
    }
    counts.assert_eq(&text);
}

#[test]
fn the_weakest_orders_of_v9_hold_together_in_every_execution() {
    weakest_orders_hold(
        Shape::V9,
        &expect![[r#"
        TwoChannels: 15067
        Syncs: 1566
        Exit: 70
        Failure: 34
    "#]],
    );
}

#[test]
fn the_weakest_orders_of_v10_hold_together_in_every_execution() {
    weakest_orders_hold(
        Shape::V10,
        &expect![[r#"
        TwoChannels: 15067
        Syncs: 1566
        Exit: 70
        Failure: 34
        Device: 20320
    "#]],
    );
}
