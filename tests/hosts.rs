//! Both hosts in one world, joined by real bytes.

mod return_path;
mod tls;

use std::{collections::BTreeSet, fmt::Write};

use expect_test::expect_file;
use model::{Action, FaultKind, Start, World};
use multifd_tests::{breaches, outcomes};
use sim_io::{StrategyKind, Verdict};

use crate::complete::complete;

const ONE: World = World { channels: 1, start: Start::Both, ..World::PLAIN };
const RELEASES: [&str; 5] = ["v9.0", "v9.1", "v9.2", "v10.0", "v10.2"];

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
    assert_eq!(counts, [(216, 251), (324, 353), (324, 354), (216, 255), (216, 255)]);
}

#[test]
fn two_channels_bring_every_page_of_every_round_in_every_state() {
    let two = World { channels: 2, ..ONE };
    let merged = complete(two, "v10.2", StrategyKind::Cached);
    is_healthy(&merged, "two channels");
    assert_eq!(merged.schedules, 108_910);
}

/// One thing that goes wrong at the only channel, or at the main channel.
fn faulty(base: World, kinds: &[FaultKind], writes: u8) -> Vec<World> {
    let writes = (0..=writes).flat_map(|at| [FaultKind::Reset(at), FaultKind::Stall(at)]);
    let all = kinds.iter().copied().chain(writes).chain((0..=2).map(FaultKind::Main));
    all.map(|kind| base.fault(0, kind)).collect()
}

/// What each of `worlds` comes to at each release, below `head`.
fn table(head: &str, worlds: &[World]) -> String {
    let mut table = String::from(head);
    for release in RELEASES {
        writeln!(table, "\n## {release}\n\n| what happens | source, destination | broken |")
            .expect("a string");
        table.push_str("|---|---|---|\n");
        for world in worlds {
            let verdict = complete(*world, release, StrategyKind::Cached);
            let ends: Vec<&str> = outcomes(&verdict).into_iter().collect();
            let broken: Vec<String> = breaches(&verdict).into_iter().collect();
            let ends = if ends.is_empty() { "no end".into() } else { ends.join("; ") };
            let world = world.to_string();
            let what = world.rsplit(", ").next().expect("a world has words");
            writeln!(table, "| {what} | {ends} | {} |", broken.join("; ")).expect("a string");
        }
    }
    table
}

#[test]
fn what_each_single_fault_does_to_both_hosts_is_written_down() {
    let mut worlds = faulty(ONE, &[FaultKind::Refused, FaultKind::SendSetup], 4);
    worlds.extend([Action::Cancel, Action::Yank].map(|action| World { action, ..ONE }));
    expect_file!["../reports/hosts.md"].assert_eq(&table(include_str!("hosts/head.md"), &worlds));
}
