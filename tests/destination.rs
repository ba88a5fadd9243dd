//! The destination alone, with a source that sends what the world says.

use std::fmt::Write;

use expect_test::expect_file;
use model::{Action, ExitOnError, FaultKind, Start, World};
use multifd_tests::{breaches, causes, outcomes};
use sim_io::StrategyKind;

use crate::complete::complete;

const ONE: World = World { channels: 1, start: Start::Incoming, ..World::PLAIN };
const STAYS: World = World { exit_on_error: ExitOnError::Off, ..ONE };

#[test]
fn every_schedule_of_a_healthy_destination_puts_every_page_where_it_belongs() {
    let two = World { channels: 2, ..ONE };
    let pinned = [
        (ONE, 13, 15),
        (World { rounds: 3, ..ONE }, 13, 21),
        (World { pages: 4, ..ONE }, 13, 16),
        (World { pages: 4, ..two }, 1_224, 1_181),
    ];
    for (world, traces, states) in pinned {
        let all = complete(world, "v10.2", StrategyKind::Dpor);
        let merged = complete(world, "v10.2", StrategyKind::Cached);
        for verdict in [&all, &merged] {
            assert_eq!(breaches(verdict), [].into(), "{world}");
            assert_eq!(outcomes(verdict), ["completed"].into(), "{world}");
        }
        assert_eq!((all.schedules, merged.schedules), (traces, states), "{world}");
    }
}

/// The faults that can happen at the only channel, at its main channel, or at the door.
fn faults() -> impl Iterator<Item = (u8, FaultKind)> {
    let init =
        [FaultKind::InitMagic, FaultKind::InitUuid, FaultKind::InitId(1), FaultKind::LateGarbage];
    let packets = (1..=5).flat_map(|at| {
        [FaultKind::Closed(at), FaultKind::Truncated(at), FaultKind::PacketMagic(at)]
    });
    let first = [FaultKind::Closed(0), FaultKind::Truncated(0), FaultKind::ExtraConnection];
    let channel = first.into_iter().chain(init).chain(packets).map(|kind| (0, kind));
    let main = (0..=2).flat_map(|at| [FaultKind::Closed(at), FaultKind::Truncated(at)]);
    channel.chain(main.map(|kind| (1, kind)))
}

#[test]
fn what_each_fault_does_to_the_destination_is_known_at_every_release() {
    let releases = ["v8.2", "v9.0", "v9.1", "v10.0", "v10.2"];
    expect_file!["destination/faults.txt"].assert_eq(&table_of_faults(&releases, ONE));
}

#[test]
fn what_each_fault_does_to_a_destination_that_stays_is_known_since_it_can() {
    let table = table_of_faults(&["v9.1", "v10.0", "v10.2"], STAYS);
    expect_file!["destination/stays.txt"].assert_eq(&table);
}

#[test]
fn without_dbea1c89da_no_destination_stays() {
    for release in ["dbea1c89da^", "head-dbea1c89da"] {
        for (channel, kind) in faults() {
            let both = [ONE, STAYS].map(|world| {
                let verdict = complete(world.fault(channel, kind), release, StrategyKind::Cached);
                (verdict.schedules, verdict.outcomes, verdict.found.len())
            });
            assert_eq!(both[0], both[1], "{release}: {kind:?} of {channel}");
        }
    }
}

#[test]
fn a_yank_ends_a_healthy_destination_anyhow_or_in_the_wait_for_a_channel_that_exited() {
    let yanked = World { action: Action::YankDestination, ..ONE };
    let stuck = "deadlock: multifd_recv_state.sem_sync";
    let failing = |state: &'static str| ["completed", state, "failed"];
    for (world, states, ends) in [
        (yanked, 2_246, failing("exited in setup").to_vec()),
        (World { exit_on_error: ExitOnError::Off, ..yanked }, 1_554, vec!["completed", "failed"]),
    ] {
        let verdict = complete(world, "v10.2", StrategyKind::Cached);
        assert_eq!(verdict.schedules, states, "{world}");
        assert_eq!(outcomes(&verdict), ends.into_iter().collect(), "{world}");
        assert!(breaches(&verdict).contains(stuck), "{world}");
    }
}

/// A line for each fault at each release: how the destination ends, and what is broken.
fn table_of_faults(releases: &[&str], base: World) -> String {
    let mut table = String::new();
    for release in releases {
        for (channel, kind) in faults() {
            let world = base.fault(channel, kind);
            let verdict = complete(world, release, StrategyKind::Dpor);
            let merged = complete(world, release, StrategyKind::Cached);
            assert_eq!(outcomes(&verdict), outcomes(&merged), "{release}, {world}");
            assert_eq!(breaches(&verdict), breaches(&merged), "{release}, {world}");
            let mut ends: Vec<&str> = outcomes(&verdict).into_iter().collect();
            if ends.is_empty() {
                ends.push("no end");
            }
            let fault = world.faults[0].expect("it has one");
            write!(table, "{release}: {fault}: {}", ends.join(" or ")).expect("a string");
            let broken = causes(&verdict).into_iter().filter(|what| !what.contains("race"));
            broken.for_each(|what| write!(table, "; {what}").expect("a string"));
            table.push('\n');
        }
    }
    table
}

#[test]
fn a_late_error_of_a_channel_is_noticed_at_times_since_e0ad300fe1_and_never_before() {
    let world = World { rounds: 0, ..ONE }.fault(0, FaultKind::LateGarbage);
    let before = complete(world, "e0ad300fe1^", StrategyKind::Dpor);
    let after = complete(world, "e0ad300fe1", StrategyKind::Dpor);
    assert_eq!(outcomes(&before), ["completed"].into());
    assert_eq!(outcomes(&after), ["completed", "failed"].into());
}

#[test]
fn since_44fe18201c_the_migration_that_a_refused_connection_ends_is_the_incoming_one() {
    let world = ONE.fault(0, FaultKind::InitMagic);
    let ends = ["44fe18201c^", "44fe18201c"].map(|revision| {
        let verdict = complete(world, revision, StrategyKind::Dpor);
        outcomes(&verdict).into_iter().map(String::from).collect::<Vec<_>>()
    });
    assert_eq!(ends, [["exited in setup"], ["failed"]]);
}
