//! Both hosts in one world, joined by real bytes.

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

/// One thing that goes wrong at the only channel, at the main channel, or from outside.
fn worlds() -> impl Iterator<Item = World> {
    let kinds = [FaultKind::Refused, FaultKind::SendSetup].into_iter();
    let writes = (0..=4).flat_map(|at| [FaultKind::Reset(at), FaultKind::Stall(at)]);
    let main = (0..=2).map(FaultKind::Main);
    let faults = kinds.chain(writes).chain(main).map(|kind| ONE.fault(0, kind));
    let actions = [Action::Cancel, Action::Yank].map(|action| World { action, ..ONE });
    faults.chain(actions)
}

#[test]
fn what_each_single_fault_does_to_both_hosts_is_written_down() {
    let mut table = String::from(include_str!("hosts/head.md"));
    for release in RELEASES {
        writeln!(table, "\n## {release}\n\n| what happens | source, destination | broken |")
            .expect("a string");
        table.push_str("|---|---|---|\n");
        for world in worlds() {
            let verdict = complete(world, release, StrategyKind::Cached);
            let ends: Vec<&str> = outcomes(&verdict).into_iter().collect();
            let broken: Vec<String> = breaches(&verdict).into_iter().collect();
            let ends = if ends.is_empty() { "no end".into() } else { ends.join("; ") };
            let world = world.to_string();
            let what = world.rsplit(", ").next().expect("a world has words");
            writeln!(table, "| {what} | {ends} | {} |", broken.join("; ")).expect("a string");
        }
    }
    expect_file!["../reports/hosts.md"].assert_eq(&table);
}
