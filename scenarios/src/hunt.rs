//! Looking for a violation: what to try first, and when to stop.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use sim_io::{
    CutReason, Ending, EngineName, Found, Program, Search, Stop, StrategyKind, Verdict, Violation,
};

/// Limits of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The engine that runs the schedules.
    pub engine: EngineName,
    /// The way they are chosen.
    pub strategy: StrategyKind,
    /// The seed of random choices.
    pub seed: u64,
    /// The most schedules.
    pub schedules: u64,
    /// The most schedules that a search by states may take on top, to see all
    /// there is where a sample has seen nothing; Optimal-DPOR may take a
    /// hundredth of that before. Only under `explore`.
    pub exhaust: u64,
    /// The searches that may say that they saw all there is.
    pub whole: Whole,
    /// The longest time. With one, results depend on the machine's speed.
    pub time: Option<Duration>,
    /// The most steps of one schedule.
    pub steps: usize,
}

/// Searches that may say that they saw all there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whole {
    /// Optimal-DPOR: clocks judge, which know what each order of an atomic promises.
    Traces,
    /// A search by states as well: windows judge, to which every atomic is a barrier.
    TracesOrStates,
    /// A search by states and no other.
    States,
}

impl Budget {
    /// The budget of `check`, unless an option changes it.
    pub const DEFAULT: Budget = Budget {
        engine: EngineName::Explore,
        strategy: StrategyKind::Portfolio,
        seed: 1,
        schedules: 2_000,
        exhaust: 400_000,
        whole: Whole::TracesOrStates,
        time: None,
        steps: 20_000,
    };

    pub(crate) fn search(&self, stop: Stop) -> Search {
        Search {
            engine: self.engine,
            strategy: self.strategy,
            seed: self.seed,
            schedules_max: Some(self.schedules),
            memory_max: None,
            time_max: self.time,
            steps_max: self.steps,
            stop,
            counts: sim_io::Counts::Nothing,
            jobs: 1,
        }
    }

    /// The searches that may see all there is, if this budget has any: first
    /// the one that is done at once where few schedules differ in kind.
    fn exhaustive(&self) -> Vec<Budget> {
        let samples = match self.strategy {
            StrategyKind::Portfolio
            | StrategyKind::Random
            | StrategyKind::Pct { .. }
            | StrategyKind::Pos
            | StrategyKind::Surw
            | StrategyKind::Feedback
            | StrategyKind::Period
            | StrategyKind::Shuttle(_) => true,
            StrategyKind::Dfs { .. }
            | StrategyKind::Dpor
            | StrategyKind::Cached
            | StrategyKind::CachedPlain
            | StrategyKind::Iterative
            | StrategyKind::CachedOracle => false,
        };
        if !samples || self.engine != EngineName::Explore || self.exhaust == 0 {
            return vec![];
        }
        let search = |strategy, schedules| Budget { strategy, schedules, exhaust: 0, ..*self };
        let traces = search(StrategyKind::Dpor, self.exhaust / 100);
        match self.whole {
            Whole::Traces => vec![traces],
            Whole::States => vec![search(StrategyKind::Cached, self.exhaust)],
            Whole::TracesOrStates => vec![
                traces,
                search(StrategyKind::Cached, self.exhaust),
                search(StrategyKind::Iterative, self.exhaust),
            ],
        }
    }
}

/// Looks for a violation that `wanted` accepts, and stops at the first.
pub fn hunt(
    program: &Program,
    budget: &Budget,
    wanted: impl Fn(&Violation) -> bool + Send + Sync + 'static,
) -> Verdict {
    let wanted = Arc::new(wanted);
    let look = |budget: &Budget| look(program, budget, Stop::AtMatch(wanted.clone()));
    let sample = look(budget);
    let seen = sample.found.iter().any(|found| wanted(&found.violation));
    if seen { sample } else { completed(sample, budget, look) }
}

/// Looks at everything that the budget affords.
pub fn survey(program: &Program, budget: &Budget) -> Verdict {
    let look = |budget: &Budget| look(program, budget, Stop::Never);
    completed(look(budget), budget, look)
}

/// One search. If it knows no memory orders, its verdict says so.
fn look(program: &Program, budget: &Budget, stop: Stop) -> Verdict {
    let verdict = budget.search(stop).run(program);
    let unjudged = is_by_states(budget).then(|| "by states, memory orders are not judged".into());
    Verdict { note: verdict.note.or(unjudged), ..verdict }
}

/// The verdict of a search that saw all there is, if the budget affords one;
/// otherwise that of one which saw all with few preemptions; otherwise that of
/// the sample. And whatever else was met on the way.
fn completed(mut sample: Verdict, budget: &Budget, look: impl Fn(&Budget) -> Verdict) -> Verdict {
    for exhaustive in budget.exhaustive() {
        let all = look(&exhaustive);
        match all.ending {
            Ending::Exhausted if budget.whole == Whole::States => return with_sample(all, sample),
            Ending::Exhausted => return all,
            Ending::Cut { reason: CutReason::Found, .. } => return all,
            Ending::Bounded { .. } => {
                let met = std::mem::replace(&mut sample, all).found;
                add_new(&mut sample.found, met);
            }
            Ending::Sampled(_) | Ending::Cut { .. } => add_new(&mut sample.found, all.found),
        }
    }
    sample
}

/// The verdict of a search that saw every state, and what a sample met: of two ways to a state
/// the search tells the first, so the sample may have seen another cause.
fn with_sample(mut all: Verdict, sample: Verdict) -> Verdict {
    add_new(&mut all.found, sample.found);
    Verdict { schedules: all.schedules + sample.schedules, ..all }
}

/// Returns true if windows judge what is in no order, to which every atomic is a barrier.
fn is_by_states(budget: &Budget) -> bool {
    matches!(budget.strategy, StrategyKind::Cached | StrategyKind::Iterative)
}

/// Adds what is not known yet.
pub(crate) fn add_new(known: &mut Vec<Found>, more: Vec<Found>) {
    let keys: Vec<_> = known.iter().map(|found| found.violation.identity()).collect();
    known.extend(more.into_iter().filter(|found| !keys.contains(&found.violation.identity())));
}
