//! Which orders are needed, and that nothing else is.

use std::fmt::Write;

use expect_test::expect;

use super::{
    findings::{findings, nothing_is_found, weakest},
    orders::{Site, Strength},
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

fn lines(counts: &[(Stage, u64)]) -> String {
    counts.iter().map(|(stage, count)| format!("{stage:?}: {count}\n")).collect()
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
        Wake: Exit: assertion failed: a sync is pending: pending_sync
        Synced: Syncs: data race: params[0].synced
        Ready: -
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
        JobWord: Device: data race: params[0].plain_job
        SyncWord: -
        ExitWord: Exit: data race: state.plain_exiting
        Fail: -
        Number: -
        Wake: Exit: assertion failed: a sync is pending: pending_sync
        Synced: Syncs: data race: params[0].synced
        Ready: -
    "#]]
    .assert_eq(&broken(Shape::V10));
}

/// Whatever a stronger order allows, a weaker one allows too: so this is also
/// the proof of upstream's orders, and of each that is weakened alone.
#[test]
fn the_weakest_orders_of_v9_hold_together_in_every_execution() {
    let orders = weakest(&findings(Shape::V9));
    expect![[r#"
        Exit: 70
        Failure: 34
        Syncs: 1566
        TwoChannels: 15067
    "#]]
    .assert_eq(&lines(&nothing_is_found(Shape::V9, orders, None)));
}

#[test]
fn the_weakest_orders_of_v10_hold_together_in_every_execution() {
    let orders = weakest(&findings(Shape::V10));
    expect![[r#"
        Exit: 70
        Failure: 34
        Syncs: 1566
        Device: 20320
        TwoChannels: 15067
    "#]]
    .assert_eq(&lines(&nothing_is_found(Shape::V10, orders, None)));
}

#[test]
fn channels_ready_may_order_nothing_in_executions_with_few_preemptions() {
    for shape in [Shape::V9, Shape::V10] {
        let orders = weakest(&findings(shape)).with(Site::Ready, Strength::Relaxed);
        let counts = lines(&nothing_is_found(shape, orders, Some(3)));
        match shape {
            Shape::V9 => expect![[r#"
                Exit: 41
                Failure: 195
                Syncs: 1784
                TwoChannels: 13042
            "#]]
            .assert_eq(&counts),
            Shape::V10 => expect![[r#"
                Exit: 41
                Failure: 195
                Syncs: 1784
                Device: 2061
                TwoChannels: 13054
            "#]]
            .assert_eq(&counts),
        }
    }
}
