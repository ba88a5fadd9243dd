//! Channels on a file: it is written, it is loaded, and one after the other.

use std::fmt::Write;

use expect_test::expect_file;
use model::{Action, FaultKind, Pause, Start, Transport, World};
use multifd_tests::{breaches, causes, outcomes};
use sim_io::{StrategyKind, Verdict};

use crate::complete::complete;

const SAVE: World = World { transport: Transport::File, ..World::PLAIN };
const LOAD: World = World { start: Start::Incoming, ..SAVE };
const BOTH: World = World { start: Start::Both, ..SAVE };
const RELEASES: [&str; 7] = ["v9.0", "v9.1", "v9.2", "v10.0", "v10.2", "v11.0", "v11.1"];

/// The numbers of schedules of a kind and of states of a world that breaks nothing, at each
/// release.
fn healthy(world: World, releases: &[&str], ends: &str) -> Vec<(u64, u64)> {
    let count = |release: &&str| {
        let all = complete(world, release, StrategyKind::Dpor);
        let merged = complete(world, release, StrategyKind::Cached);
        for verdict in [&all, &merged] {
            assert_eq!(breaches(verdict), [].into(), "{world} at {release}");
            assert_eq!(outcomes(verdict), [ends].into(), "{world} at {release}");
        }
        (all.schedules, merged.schedules)
    };
    releases.iter().map(count).collect()
}

#[test]
fn a_file_is_saved_in_every_schedule_with_the_newest_version_of_every_page() {
    let world = World { rounds: 2, pages: 4, channels: 1, ..SAVE };
    assert_eq!(healthy(world, &RELEASES, "completed"), [(1, 3); 7]);
    let traces = [270, 270, 270, 90, 90, 270, 270];
    assert_eq!(healthy(SAVE, &RELEASES, "completed"), traces.map(|traces| (traces, 2)));
}

#[test]
fn what_is_under_way_before_a_pause_is_in_the_file_before_its_bitmap() {
    let paused = World { pages: 3, pause: Pause::Continued, ..SAVE };
    assert_eq!(healthy(paused, &["v10.2", "head"], "completed"), [(48, 32), (144, 32)]);
}

#[test]
fn a_file_is_loaded_in_every_schedule_with_every_page() {
    assert_eq!(healthy(LOAD, &RELEASES[1..], "completed"), [(8, 3); 6]);
    let more = World { pages: 4, ..LOAD };
    assert_eq!(healthy(more, &RELEASES[1..], "completed"), [(208, 68); 6]);
}

#[test]
fn what_was_saved_is_what_is_loaded() {
    let one = World { rounds: 2, channels: 1, ..BOTH };
    assert_eq!(healthy(one, &RELEASES[1..], "completed, completed"), [(4, 4); 6]);
    let zeroed = one.zero(0, 2);
    assert_eq!(healthy(zeroed, &["head"], "completed, completed"), [(2, 3)]);
    assert_eq!(healthy(BOTH, &["head"], "completed, completed"), [(2_160, 4)]);
}

/// One thing that goes wrong where a file is written.
fn saved() -> impl Iterator<Item = World> {
    let one = World { channels: 1, ..SAVE };
    let setup = [
        FaultKind::Open,
        FaultKind::SendSetup,
        FaultKind::Notifier,
        FaultKind::SaveSetup,
        FaultKind::SaveComplete,
    ];
    let disk = [FaultKind::NoSpace(0), FaultKind::NoSpace(1), FaultKind::DiskStalls];
    let kinds = setup.into_iter().chain(disk);
    let channel = kinds.map(move |kind| one.fault(0, kind));
    let main = (0..=4).map(move |at| one.fault(1, FaultKind::NoSpace(at)));
    let actions = [Action::Cancel, Action::Yank].map(|action| World { action, ..one });
    let second = SAVE.fault(0, FaultKind::Open);
    let under_way = World { pages: 3, action: Action::Cancel, ..one };
    channel.chain([one.zero(0, 1)]).chain(main).chain(actions).chain([second, under_way])
}

/// One thing that goes wrong where it is loaded.
fn loaded() -> impl Iterator<Item = World> {
    let one = World { channels: 1, ..LOAD };
    let kinds = [FaultKind::Open, FaultKind::ReadError(0), FaultKind::ReadError(1)];
    let channel = kinds.into_iter().chain((0..=4).map(FaultKind::FileEnds));
    let main = (0..=2).map(move |at| one.fault(1, FaultKind::ReadError(at)));
    channel.map(move |kind| one.fault(0, kind)).chain(main)
}

/// Writes the ends and the breaches of a world.
fn line(table: &mut String, release: &str, world: World) {
    let every = complete(world, release, StrategyKind::Dpor);
    let verdict: Verdict = complete(world, release, StrategyKind::Cached);
    assert!(breaches(&verdict).is_subset(&breaches(&every)), "{release}, {world}");
    assert_eq!(breaches(&verdict).is_empty(), breaches(&every).is_empty(), "{release}, {world}");
    let ends: Vec<&str> = outcomes(&verdict).into_iter().collect();
    let ends = if ends.is_empty() { "no end".into() } else { ends.join(" or ") };
    write!(table, "{release}: {world}: {ends}").expect("a string");
    causes(&verdict).iter().for_each(|what| write!(table, "; {what}").expect("a string"));
    table.push('\n');
}

#[test]
fn what_each_single_fault_does_to_a_file_and_to_whoever_loads_it_is_written_down() {
    let mut table = String::new();
    for release in RELEASES {
        saved().chain(loaded()).for_each(|world| line(&mut table, release, world));
    }
    expect_file!["files/faults.txt"].assert_eq(&table);
}

#[test]
fn before_they_were_let_in_files_are_refused() {
    let saved = complete(SAVE, "f427d90b98^", StrategyKind::Dpor);
    let loaded = complete(LOAD, "a49d15a38d^", StrategyKind::Dpor);
    assert_eq!(outcomes(&saved), ["refused"].into());
    assert_eq!(outcomes(&loaded), ["refused"].into());
}

#[test]
fn a_file_that_fails_to_close_aborts_qemu_whatever_the_migration_has_come_to() {
    for world in [SAVE, World { action: Action::Cancel, channels: 1, ..SAVE }] {
        let verdict = complete(world.fault(0, FaultKind::CloseFails), "v10.2", StrategyKind::Dpor);
        let aborts = "assertion failed: qio_channel_close(p->c, &error_abort): params[0]";
        assert!(breaches(&verdict).contains(aborts), "{world}");
        assert_eq!(outcomes(&verdict), [].into(), "{world}: no process is left");
    }
}
