//! Times at which the bugs of the catalogue are found.

use std::time::Instant;

use sim_io::{StrategyKind, Verdict};

use super::{Aim, Figure};
use crate::{
    BUGS,
    bug::Bug,
    check::{Expected, cells, run_cell},
    hunt::Budget,
};

/// Schedules to the first report, where the bug is present for the first time.
fn schedules_to_first(bug: &'static Bug, budget: &Budget) -> Option<u64> {
    let cell = cells(bug).into_iter().find(|cell| cell.expected == Expected::Present)?;
    let verdict: Verdict = run_cell(&cell, budget)?;
    let found = verdict.found.iter().find(|found| bug.is(&found.violation))?;
    Some(found.first)
}

/// Every bug, found by the default strategy.
pub(super) fn first_report() -> Figure {
    slowest("schedules to the first report", &Budget::DEFAULT, Aim::AtMost(100.0))
}

/// Every bug, found by the smoke pass, which has no seed: to compare with the default.
pub(super) fn smoke_pass() -> Figure {
    let budget = Budget { strategy: StrategyKind::Period, exhaust: 0, ..Budget::DEFAULT };
    slowest("the same in periods, nothing random", &budget, Aim::Nothing)
}

fn slowest(what: &str, budget: &Budget, aim: Aim) -> Figure {
    let start = Instant::now();
    let mut firsts: Vec<(u64, &str)> = BUGS
        .iter()
        .map(|bug| (schedules_to_first(bug, budget).unwrap_or(u64::MAX), bug.name))
        .collect();
    let seconds = start.elapsed().as_secs_f64();
    firsts.sort_unstable();
    let median = firsts[firsts.len() / 2].0;
    let (most, slowest) = firsts[firsts.len() - 1];
    // One that is not seen takes more than it may.
    let (most, said) = match most {
        u64::MAX => (budget.schedules, format!("more than {}", budget.schedules)),
        most => (most, most.to_string()),
    };
    Figure {
        what: format!("{} bugs, {what}, slowest", firsts.len()),
        measured: format!("median {median}, slowest {said} ({slowest}), {seconds:.2} s in all"),
        value: most as f64,
        unit: "schedules",
        aim,
    }
}
