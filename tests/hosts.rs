//! Both hosts in one world, joined by real bytes.

mod flush;
mod healthy;
mod postcopy;
mod return_path;
mod tls;
mod two;

use std::{collections::BTreeSet, fmt::Write};

use expect_test::expect_file;
use model::{Action, FaultKind, Start, World};
use multifd_tests::{breaches, causes, outcomes};
use sim_io::{Ending, StrategyKind, Verdict};

use crate::complete::{complete, searched};

const ONE: World = World { channels: 1, start: Start::Both, ..World::PLAIN };
const RELEASES: [&str; 5] = {
    let [_, since_v9_0 @ ..] = ALL;
    since_v9_0
};

/// All [`RELEASES`], and the one whose jobs are handed over under a lock.
const ALL: [&str; 6] = ["v8.2", "v9.0", "v9.1", "v9.2", "v10.0", "v10.2"];

fn is_healthy(verdict: &Verdict, what: &str) {
    assert_eq!(breaches(verdict), BTreeSet::new(), "{what}");
    assert_eq!(outcomes(verdict), ["completed, completed"].into(), "{what}");
}

#[test]
fn a_healthy_migration_breaks_nothing_on_either_host_at_any_release_since_v9_0() {
    let world = World { rounds: 2, pages: 4, ..ONE };
    let counts = RELEASES.map(|release| {
        let all = complete(world, release, StrategyKind::Dpor);
        let merged = complete(world, release, StrategyKind::Cached);
        is_healthy(&all, release);
        is_healthy(&merged, release);
        (all.schedules, merged.schedules)
    });
    assert_eq!(counts, [(216, 57), (324, 60), (324, 60), (216, 57), (216, 57)]);
}

#[test]
fn a_healthy_migration_is_the_same_in_v11_0_and_v11_1() {
    let world = World { rounds: 2, pages: 4, ..ONE };
    for release in ["v11.0", "v11.1"] {
        let all = complete(world, release, StrategyKind::Dpor);
        let merged = complete(world, release, StrategyKind::Cached);
        is_healthy(&all, release);
        is_healthy(&merged, release);
        assert_eq!((all.schedules, merged.schedules), (216, 57), "{release}");
    }
}

#[test]
fn two_channels_bring_every_page_of_every_round_in_every_state() {
    let two = World { channels: 2, ..ONE };
    for release in ["v10.2", "v11.0", "v11.1"] {
        let merged = complete(two, release, StrategyKind::Cached);
        is_healthy(&merged, release);
        assert_eq!(merged.schedules, 2_159, "{release}");
    }
}

/// v8.2 breaks its rules where nothing goes wrong, and races: `running` and `quit` are
/// set under a lock and read without it. The packet that is left over when a SYNC rides
/// with pages finds no reader, so that the source may fail what the destination has.
#[test]
fn at_v8_2_a_healthy_migration_may_fail_on_the_source_when_the_destination_has_completed() {
    let merged = complete(ONE, "v8.2", StrategyKind::Cached);
    assert_eq!(outcomes(&merged), ["completed, completed", "failed, completed"].into());
    assert_eq!(merged.schedules, 15_341);
    let expected = [
        // multifd_send_terminate_threads reads the state once more, and it is COMPLETED by then.
        "broken: ENDED: current_migration.state",
        "broken: ONE_REQUEST: params[0]",
        "broken: PAGES_OWNED: params[0]",
        "broken: S15: current_migration",
        "broken: S6: params[0]",
        "broken: S8: params[0]",
        "broken: SETTLED: multifd_send_state",
        "data race: params[0].running",
        "data race: recv_params[0].quit",
        "data race: recv_params[0].running",
        "mutex destroyed while locked: params[0].mutex",
        "use after free: params[0]",
    ];
    assert_eq!(causes(&merged), expected.map(String::from).into());
    // It came with the one counter of jobs and syncs.
    let [before, after] = ["f5f48a7891^", "f5f48a7891"].map(|revision| {
        outcomes(&complete(ONE, revision, StrategyKind::Cached)).contains("failed, completed")
    });
    assert_eq!((before, after), (true, false));
}

/// One thing that goes wrong at the only channel, or at the main channel.
fn faulty(base: World, kinds: &[FaultKind], writes: u8) -> Vec<World> {
    let writes = (0..=writes).flat_map(|at| [FaultKind::Reset(at), FaultKind::Stall(at)]);
    let all = kinds.iter().copied().chain(writes).chain((0..=2).map(FaultKind::Main));
    all.map(|kind| base.fault(0, kind)).collect()
}

/// The most schedules of a row at v8.2, whose jobs are handed over under a lock:
/// a row may take a hundred times as many as at v9.0.
const MOST_AT_V8_2: u64 = 150_000;

/// The table of what each of `worlds` comes to at each of `releases`, below `head`.
fn table(head: &str, releases: &[&str], worlds: &[World]) -> String {
    let mut table = String::from(head);
    for release in releases {
        writeln!(table, "\n## {release}\n\n| what happens | source, destination | broken |")
            .expect("a string");
        table.push_str("|---|---|---|\n");
        for world in worlds {
            table.push_str(&row(*world, release));
        }
    }
    table
}

fn row(world: World, release: &str) -> String {
    let verdict = match release {
        "v8.2" => searched(world, release, StrategyKind::Cached, Some(MOST_AT_V8_2)),
        _ => complete(world, release, StrategyKind::Cached),
    };
    let (what, ends, broken) = words(world, &verdict);
    let cut = if verdict.ending == Ending::Exhausted { "" } else { " (cut)" };
    format!("| {what}{cut} | {ends} | {broken} |\n")
}

/// The fault or action in `world`, the ends of its executions, and the breaches.
fn words(world: World, verdict: &Verdict) -> (String, String, String) {
    let ends: Vec<&str> = outcomes(verdict).into_iter().collect();
    let broken: Vec<String> = causes(verdict).into_iter().collect();
    let ends = if ends.is_empty() { "no end".into() } else { ends.join("; ") };
    let world = world.to_string();
    let what = world.rsplit(", ").next().expect("a world has words");
    (what.into(), ends, broken.join("; "))
}

#[test]
fn what_each_single_fault_does_to_both_hosts_is_written_down() {
    let mut worlds = faulty(ONE, &[FaultKind::Refused, FaultKind::SendSetup], 4);
    worlds.extend([Action::Cancel, Action::Yank].map(|action| World { action, ..ONE }));
    expect_file!["../reports/hosts.md"].assert_eq(&table(
        include_str!("hosts/head.md"),
        &ALL,
        &worlds,
    ));
}
