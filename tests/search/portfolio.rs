//! How soon the usual search finds what is known to be there.

use scenarios::{BUGS, Budget, Bug, Expected, cells, run_cell};

/// The most schedules that a bug may take.
const SOON: u64 = 100;

/// How many schedules it takes until `bug` is seen where it is first to be seen.
fn schedules_to(bug: &'static Bug, seed: u64) -> u64 {
    let all = cells(bug);
    let present = all.iter().find(|cell| cell.expected == Expected::Present);
    let budget = Budget { seed, schedules: 10 * SOON, exhaust: 0, ..Budget::DEFAULT };
    let cell = present.expect("each bug is in some revision");
    let verdict = run_cell(cell, &budget).expect("there is such a revision");
    let seen = verdict.found.iter().find(|found| bug.is(&found.violation));
    seen.map_or(u64::MAX, |found| found.first)
}

#[test]
fn every_bug_is_found_soon_whatever_the_seed_and_most_at_once() {
    for seed in 1..=20 {
        let mut schedules: Vec<_> = BUGS.iter().map(|bug| (schedules_to(bug, seed), bug)).collect();
        schedules.sort_by_key(|(schedules, _)| *schedules);
        let (median, _) = schedules[schedules.len() / 2];
        let (most, slowest) = schedules[schedules.len() - 1];
        assert!(most <= SOON, "seed {seed}: {} takes {most}", slowest.name);
        assert!(median <= SOON / 50, "seed {seed}: half of them take more than {median}");
    }
}
