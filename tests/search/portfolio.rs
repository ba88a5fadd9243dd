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

/// Those that take longer with some seeds: a command, or the end of the connection, must
/// come into one of a few steps of a long migration of both hosts.
const LATE: [&str; 4] = [
    "postcopy-is-cancelled",
    "postcopy-listener-fails-as-guest-starts",
    "postcopy-lost-between-pong-and-run",
    "postcopy-waits-for-package-of-lost-destination",
];

#[test]
fn every_bug_but_four_of_postcopy_is_found_soon_whatever_the_seed_and_most_at_once() {
    let (mut all, mut runs) = (0, 0);
    for seed in 1..=20 {
        let mut schedules: Vec<_> =
            BUGS.iter().map(|bug| (schedules_to(bug, seed), bug.name)).collect();
        schedules.sort_unstable();
        let late = schedules.iter().filter(|(schedules, _)| *schedules > SOON);
        for (schedules, name) in late {
            assert!(LATE.contains(name), "seed {seed}: {name} takes {schedules}");
            assert!(*schedules <= 6 * SOON, "seed {seed}: {name} takes {schedules}");
        }
        let (median, _) = schedules[schedules.len() / 2];
        assert!(median <= SOON / 50, "seed {seed}: half of them take more than {median}");
        all += schedules.iter().map(|(schedules, _)| schedules).sum::<u64>();
        runs += schedules.len() as u64;
    }
    // If nothing that a schedule shows counted, it would be 15.
    assert!(2 * all <= 29 * runs, "{all} schedules for {runs}: more than 14.5 on average");
}
