//! A simpler schedule of a violation, with fewer switches between threads, for a reader.

use std::sync::Arc;

use sim_io::{EngineName, Program, Recording, Route, Search, Stop, StrategyKind, Violation};

use crate::counterexample::{STEPS_MAX, play};

/// The most schedules of the search for one with fewer preemptions.
const SCHEDULES: u64 = 20_000;

/// The most schedules that are tried after that.
const TRIES: usize = 3_000;

/// Measure of how hard a schedule is to read: preemptions first, then switches.
type Cost = (usize, usize);

/// A schedule that shows a violation which `wanted` accepts, as `recording`
/// does, with no more switches.
///
/// First iterative bounding looks for one with fewer preemptions. Then two runs
/// of one thread are joined, again and again, as long as the violation is there.
pub fn simplify(
    program: &Program,
    recording: Recording,
    wanted: impl Fn(&Violation) -> bool + Clone + Send + Sync + 'static,
) -> Recording {
    let mut best = match with_few_preemptions(program, wanted.clone()) {
        Some(other) if cost(&other) < cost(&recording) => other,
        Some(_) | None => recording,
    };
    let mut tries = 0;
    loop {
        let candidates = joins(&best.positions);
        let better = candidates.into_iter().find_map(|candidate| {
            tries += 1;
            if tries > TRIES {
                return None;
            }
            let tried = play(program, Route::Positions(candidate), &best.violations);
            let shows = tried.divergence.is_none() && tried.violations.iter().any(&wanted);
            (shows && cost(&tried) < cost(&best)).then_some(tried)
        });
        match better {
            Some(tried) => best = tried,
            None => return best,
        }
    }
}

fn with_few_preemptions(
    program: &Program,
    wanted: impl Fn(&Violation) -> bool + Clone + Send + Sync + 'static,
) -> Option<Recording> {
    let search = Search {
        engine: EngineName::Explore,
        strategy: StrategyKind::Iterative,
        seed: 1,
        schedules_max: Some(SCHEDULES),
        memory_max: None,
        counts: sim_io::Counts::Nothing,
        time_max: None,
        steps_max: STEPS_MAX,
        stop: Stop::AtMatch(Arc::new(wanted.clone())),
        jobs: 1,
    };
    let verdict = search.run(program);
    let found = verdict.found.into_iter().find(|found| wanted(&found.violation))?;
    let tried = play(program, Route::Positions(found.schedule), &[found.violation]);
    // What windows say of a schedule, clocks may place in another function.
    tried.violations.iter().any(&wanted).then_some(tried)
}

fn cost(recording: &Recording) -> Cost {
    let preemptions = recording.steps.iter().filter(|step| step.preemption).count();
    (preemptions, runs(&recording.positions).len())
}

/// The thread and the length of each run of steps of one thread.
fn runs(positions: &[u8]) -> Vec<(u8, usize)> {
    let mut runs: Vec<(u8, usize)> = vec![];
    for &thread in positions {
        match runs.last_mut() {
            Some((last, length)) if *last == thread => *length += 1,
            _ => runs.push((thread, 1)),
        }
    }
    runs
}

/// The schedules in which two successive runs of one thread became one, the
/// later moved forward or the earlier moved back; from the end, where what
/// does not matter to the violation is.
fn joins(positions: &[u8]) -> Vec<Vec<u8>> {
    let runs = runs(positions);
    let mut schedules = vec![];
    for first in (0..runs.len()).rev() {
        let same = |later: &usize| runs[*later].0 == runs[first].0;
        if let Some(second) = (first + 1..runs.len()).find(same) {
            schedules.push(moved(&runs, second, first + 1));
            schedules.push(moved(&runs, first, second - 1));
        }
    }
    schedules
}

fn moved(runs: &[(u8, usize)], from: usize, to: usize) -> Vec<u8> {
    let mut runs = runs.to_vec();
    let run = runs.remove(from);
    runs.insert(to, run);
    runs.iter().flat_map(|(thread, length)| std::iter::repeat_n(*thread, *length)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_of_a_thread_become_one_in_either_direction() {
        assert_eq!(joins(&[0, 1, 0]), [vec![0, 0, 1], vec![1, 0, 0]]);
        assert!(joins(&[0, 0, 1]).is_empty());
    }
}
