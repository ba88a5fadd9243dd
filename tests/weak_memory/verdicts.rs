//! Verdicts on which orders are needed, and that nothing else is.

use std::fmt::Write;

use expect_test::expect;

use super::{
    findings::{Cover, findings, weakest},
    orders::{Site, Strength},
    sender::Shape,
    stage::Stage,
};

/// The breaches in each shape when one site is a step weaker.
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
    .assert_eq(&Cover::Loom.nothing_is_found(Stage::small(Shape::V9), Shape::V9, orders));
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
    .assert_eq(&Cover::Loom.nothing_is_found(Stage::small(Shape::V10), Shape::V10, orders));
}

/// Without a device that sends, v10 is v9 with stronger orders and a mutex that no thread waits
/// for: so v9 stands for both.
#[test]
fn channels_ready_may_order_nothing_in_executions_with_few_preemptions() {
    let few = Cover::LoomPreemptions(3);
    let orders = |shape: Shape| weakest(&findings(shape)).with(Site::Ready, Strength::Relaxed);
    let v9 = few.nothing_is_found(Stage::small(Shape::V9), Shape::V9, orders(Shape::V9));
    let v10 = few.nothing_is_found(&[Stage::Device], Shape::V10, orders(Shape::V10));
    expect![[r#"
        Exit: 41
        Failure: 195
        Syncs: 1784
        TwoChannels: 13042
        Device: 2061
    "#]]
    .assert_eq(&(v9 + &v10));
}

/// More channels, jobs and producers than loom can hold.
#[test]
fn the_weakest_orders_hold_in_wide_worlds_in_every_sequentially_consistent_execution() {
    for shape in [Shape::V9, Shape::V10] {
        let orders = weakest(&findings(shape));
        let stages = [Stage::small(shape), Stage::wide(shape)].concat();
        let counts = Cover::Kernel.nothing_is_found(&stages, shape, orders);
        match shape {
            Shape::V9 => expect![[r#"
                Exit: 2
                Failure: 2
                Syncs: 1
                TwoChannels: 9
                OneFails: 26
                ThreeChannels: 1860
            "#]]
            .assert_eq(&counts),
            Shape::V10 => expect![[r#"
                Exit: 2
                Failure: 2
                Syncs: 1
                Device: 6
                TwoChannels: 18
                OneFails: 26
                ThreeChannels: 1860
                DeviceTwice: 30
                Crowd: 14253
            "#]]
            .assert_eq(&counts),
        }
    }
}

/// Wide worlds that do fit into loom's five threads.
#[test]
fn the_weakest_orders_hold_in_wide_worlds_in_executions_with_few_preemptions() {
    let stages = [Stage::OneFails, Stage::DeviceTwice];
    let orders = weakest(&findings(Shape::V10));
    expect![[r#"
        OneFails: 1931
        DeviceTwice: 1284
    "#]]
    .assert_eq(&Cover::LoomPreemptions(2).nothing_is_found(&stages, Shape::V10, orders));
}
