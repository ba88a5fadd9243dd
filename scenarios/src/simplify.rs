//! The same violation with fewer switches between threads, for a reader.

use sim_io::{Program, Recording, Route, Violation, replay};

use crate::counterexample::STEPS_MAX;

/// The most schedules that are tried.
const TRIES: usize = 3_000;

/// How hard a schedule is to read: preemptions first, then switches.
type Cost = (usize, usize);

/// A schedule that shows a violation which `wanted` accepts, as `recording`
/// does, with no more switches: each step of the search joins two runs of one
/// thread, and keeps the result if the violation is still there.
pub fn simplify(
    program: &Program,
    recording: Recording,
    wanted: impl Fn(&Violation) -> bool,
) -> Recording {
    let mut best = recording;
    let mut tries = 0;
    loop {
        let candidates = joins(&best.positions);
        let better = candidates.into_iter().find_map(|candidate| {
            tries += 1;
            if tries > TRIES {
                return None;
            }
            let tried = replay(program, Route::Positions(candidate), STEPS_MAX);
            let shows = tried.divergence.is_none() && tried.violations.iter().any(&wanted);
            (shows && cost(&tried) < cost(&best)).then_some(tried)
        });
        match better {
            Some(tried) => best = tried,
            None => return best,
        }
    }
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
