//! The process is told to quit, at any moment.

use std::collections::BTreeSet;

use model::{Action, FaultKind, Pause, ReturnPath, Start, Transport, World};
use multifd_tests::{breaches, outcomes};
use sim_io::StrategyKind;

use crate::complete::complete;

const SOURCE: World = World { channels: 1, rounds: 0, action: Action::Quit, ..World::PLAIN };
const DESTINATION: World = World { start: Start::Incoming, ..SOURCE };

/// A cancel has it too: `cancelling-to-completed`.
const COMPLETED_AFTER_CANCEL: &str = "broken: S16: current_migration.state";

/// The numbers of schedules of a kind and of states of a world, which break nothing but `known`.
fn harmless(world: World, release: &str, known: &[&str]) -> (u64, u64) {
    let all = complete(world, release, StrategyKind::Dpor);
    let merged = complete(world, release, StrategyKind::Cached);
    let known: BTreeSet<String> = known.iter().map(|what| what.to_string()).collect();
    for verdict in [&all, &merged] {
        assert_eq!(breaches(verdict), known, "{world} at {release}");
        assert!(outcomes(verdict).contains("quit"), "{world} at {release}");
    }
    (all.schedules, merged.schedules)
}

/// The uses of memory after it was freed, in every schedule and every state.
fn freed_in_use(world: World, release: &str) -> Vec<String> {
    let [all, merged] = [StrategyKind::Dpor, StrategyKind::Cached]
        .map(|strategy| breaches(&complete(world, release, strategy)));
    assert_eq!(all, merged, "{world} at {release}");
    all.into_iter().filter(|what| what.contains("use after free")).collect()
}

#[test]
fn a_source_may_quit_at_any_moment_since_7fc8beb16e() {
    let known = &[COMPLETED_AFTER_CANCEL];
    let tls = World { transport: Transport::Tls, ..SOURCE };
    let file = World { transport: Transport::File, ..SOURCE };
    assert_eq!(harmless(SOURCE, "v9.2", known), (268, 62));
    assert_eq!(harmless(SOURCE, "head", known), (188, 54));
    assert_eq!(harmless(World { rounds: 1, ..SOURCE }, "head", known), (332, 100));
    assert_eq!(harmless(tls, "head", known), (570, 58));
    assert_eq!(harmless(file, "head", known), (92, 44));
    assert_eq!(harmless(SOURCE.fault(0, FaultKind::Refused), "head", &[]), (74, 34));
    assert_eq!(harmless(SOURCE.fault(0, FaultKind::Stall(1)), "head", &[]), (16, 17));
}

#[test]
fn before_7fc8beb16e_a_thread_that_begins_too_late_finds_no_migration() {
    let migration = "use after free: current_migration";
    assert_eq!(freed_in_use(SOURCE, "7fc8beb16e^"), [migration]);
    assert_eq!(freed_in_use(SOURCE, "head-7fc8beb16e"), [migration]);
    // So does the thread that reads the return path, which holds no reference of its own.
    let answered = World { return_path: ReturnPath::Answers, ..SOURCE };
    let merged = |release| breaches(&complete(answered, release, StrategyKind::Cached));
    assert!(merged("7fc8beb16e^").contains("use after free: current_migration.error_mutex"));
    assert!(!merged("7fc8beb16e").iter().any(|what| what.contains("use after free")));
}

#[test]
fn a_destination_may_quit_at_any_moment_since_27eb8499ed_if_nothing_fails() {
    let bottom_half = "use after free: destination_migration";
    assert_eq!(freed_in_use(DESTINATION, "27eb8499ed^"), [bottom_half]);
    assert_eq!(freed_in_use(DESTINATION, "27eb8499ed"), [""; 0]);
    assert_eq!(harmless(DESTINATION, "v9.2", &[]), (91, 105));
    assert_eq!(harmless(DESTINATION, "head", &[]), (53, 60));
    assert_eq!(harmless(World { channels: 2, ..DESTINATION }, "head", &[]), (2_012, 965));
}

#[test]
fn before_d657a14de5_a_channel_that_fails_after_a_quit_finds_no_migration() {
    let fails = DESTINATION.fault(0, FaultKind::PacketMagic(1));
    let used = ["", ".error", ".error_mutex", ".state"];
    let used = used.map(|field| format!("use after free: destination_migration{field}"));
    assert_eq!(freed_in_use(fails, "d657a14de5^"), used);
    assert_eq!(freed_in_use(fails, "head-d657a14de5"), used);
    assert_eq!(freed_in_use(fails, "head"), [""; 0]);
}

#[test]
fn a_destination_that_exits_by_itself_first_leaves_nothing_that_leaks() {
    let ends = DESTINATION.fault(1, FaultKind::Closed(1));
    assert_eq!(harmless(ends, "head", &[]), (22, 75));
    let all = complete(ends, "head", StrategyKind::Dpor);
    assert_eq!(outcomes(&all), ["failed", "quit"].into());
}

#[test]
fn who_may_quit_is_one_host_by_itself() {
    let refused = |world: World| world.check().expect_err("it cannot be");
    let both = World { start: Start::Both, ..SOURCE };
    assert_eq!(refused(both), "a world of both hosts has no quit");
    let connected = World { start: Start::Connected, ..SOURCE };
    assert_eq!(refused(connected), "a source that begins connected has no quit");
    let file = World { transport: Transport::File, ..DESTINATION };
    assert_eq!(refused(file), "a destination that reads a file has no quit");
    let paused = World { pause: Pause::Continued, ..SOURCE };
    assert_eq!(refused(paused), "a quit beside a pause is not played");
    assert_eq!(DESTINATION.check(), Ok(()));
    assert!(SOURCE.to_string().ends_with(", quit"), "{SOURCE}");
}

#[test]
fn a_connection_that_comes_after_the_end_finds_no_listener() {
    let alone = World { channels: 1, rounds: 0, start: Start::Incoming, ..World::PLAIN };
    let world = World { action: Action::Quit, ..alone }.fault(0, FaultKind::ExtraConnection);
    for revision in ["v8.2", "v9.1", "v10.0", "v10.2", "head"] {
        let broken = breaches(&complete(world, revision, StrategyKind::Cached));
        let registers = "assertion failed: entry: yank instance";
        assert!(!broken.iter().any(|what| what.contains(registers)), "{revision}: {broken:?}");
    }
}
