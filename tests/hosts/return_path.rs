//! Both hosts, with a return path: the source waits for the destination's last word.

use expect_test::expect_file;
use model::{Action, FaultKind, ReturnPath, Revision, Start, Transport, World};
use multifd_tests::{breaches, exhaustive, outcomes};
use sim_io::{EngineName, Search, StrategyKind};

use super::{ALL, ONE, RELEASES, faulty, is_healthy, table};
use crate::complete::complete;

const ANSWERED: World = World { return_path: ReturnPath::Answers, ..ONE };

/// The schedules of both complete searches at each release.
fn healthy(world: World, releases: &[&str]) -> Vec<(u64, u64)> {
    let counted = |release: &&str| {
        let all = complete(world, release, StrategyKind::Dpor);
        let merged = complete(world, release, StrategyKind::Cached);
        is_healthy(&all, release);
        is_healthy(&merged, release);
        (all.schedules, merged.schedules)
    };
    releases.iter().map(counted).collect()
}

#[test]
fn a_healthy_migration_with_a_return_path_breaks_nothing_at_any_release_since_v9_0() {
    let world = World { rounds: 2, pages: 4, ..ANSWERED };
    let counts = healthy(world, &RELEASES);
    assert_eq!(counts, [(144, 54), (216, 54), (216, 54), (216, 70), (216, 70)]);
    assert_eq!(healthy(world, &["v11.0", "v11.1"]), [(216, 74); 2]);
}

#[test]
fn over_tls_as_well_a_return_path_breaks_nothing_where_sessions_are_ended_as_they_should() {
    let world = World { transport: Transport::Tls, ..ANSWERED };
    let counts = healthy(world, &["v9.0", "v9.1", "v9.2", "v10.2", "head"]);
    assert_eq!(counts, [(1_260, 50), (5_040, 52), (5_040, 52), (1_890, 66), (1_890, 70)]);
}

/// The main channel alone tells the source of a failure. What a channel meets
/// after the last sync is none of its errors.
#[test]
fn a_destination_that_fails_for_a_channel_tells_the_source_that_all_is_well_since_v10_0() {
    let alone = World { rounds: 0, start: Start::Incoming, ..ANSWERED };
    let world = alone.fault(0, FaultKind::LateGarbage);
    let told = ["v9.0", "v9.2", "e0ad300fe1^", "e0ad300fe1", "v10.2"].map(|revision| {
        let verdict = complete(world, revision, StrategyKind::Dpor);
        let ends = outcomes(&verdict).into_iter().collect::<Vec<_>>().join("; ");
        (ends, breaches(&verdict).contains("broken: TOLD: current_incoming"))
    });
    let expected = [
        ("completed", false),
        ("completed", false),
        ("completed", false),
        ("completed; failed", true),
        ("completed; failed", true),
    ];
    assert_eq!(told, expected.map(|(ends, told)| (ends.into(), told)));
}

#[test]
fn what_each_single_fault_does_to_both_hosts_with_a_return_path_is_written_down() {
    let kinds = [FaultKind::Refused, FaultKind::SendSetup, FaultKind::SaveComplete];
    let worlds = faulty(ANSWERED, &kinds, 4);
    let table = table(include_str!("return_path.md"), &ALL, &worlds);
    expect_file!["../../reports/hosts-return-path.md"].assert_eq(&table);
}

/// The number of schedules that end CANCELLED with a thread of the return path that leaves without
/// reading, and the number with one that ends badly.
fn threads_of_cancelled(revision: &str) -> (usize, usize) {
    let alone = World { channels: 1, rounds: 0, pages: 0, start: Start::Migrate, ..ANSWERED };
    let world = World { action: Action::Cancel, ..alone };
    let revision = Revision::named(revision).expect("it is a revision").revision;
    let search = Search { strategy: StrategyKind::Dpor, ..exhaustive(EngineName::Explore) };
    let (mut unread, mut bad) = (0, 0);
    search.heard(&model::program(world, revision), &mut |heard| {
        let has = |name: &str| heard.events.iter().any(|event| event.name == name);
        if heard.outcome.as_deref() == Some("cancelled") {
            unread += usize::from(!has("source_return_path_thread_loop_top"));
            bad += usize::from(has("source_return_path_thread_bad_end"));
        }
    });
    (unread, bad)
}

#[test]
fn since_f018eb62b2_a_return_path_that_is_cancelled_before_it_reads_still_reads() {
    let (unread, bad) = threads_of_cancelled("f018eb62b2^");
    assert!(unread > 0 && bad > 0, "{unread} and {bad}");
    let (unread, bad_since) = threads_of_cancelled("f018eb62b2");
    assert_eq!(unread, 0);
    assert!(bad_since > 0);
}
