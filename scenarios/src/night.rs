//! A night of random runs: which there are, and what they found in all.

mod causes;
mod rates;
mod rounds;
mod tally;
mod unseen;

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use model::NamedRevision;
use sim_io::{Ending, Found, StrategyKind, Verdict, in_order};

pub use self::{
    causes::{Cause, Causes, Kept, Key, Listed, Worth, size},
    rates::Rates,
    rounds::{Open, Planned, Rounds, Visit},
    tally::{Added, OfSize, Tally, Totals},
    unseen::Unseen,
};
use crate::{Label, Subject, fuzz::Run};

/// A night of random runs.
#[derive(Clone, Debug)]
pub struct Night {
    /// The start of the numbers of the runs.
    pub seed: u64,
    /// The most runs.
    pub runs: u64,
    /// The longest time. With one, the machine's speed says how many runs there are.
    pub time: Option<Duration>,
    /// The most runs side by side.
    pub jobs: usize,
    /// The sort of the runs.
    pub sort: Sort,
}

/// Sort of runs: with this, a number names a run.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The revision.
    pub revision: NamedRevision,
    /// The owner of the world; a random one for each run if there is none.
    pub subject: Option<Subject>,
    /// The way schedules are chosen, if not as usual.
    pub strategy: Option<StrategyKind>,
}

/// One run, and what it showed.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The run.
    pub run: Run,
    /// The reason why it is in its world.
    pub visit: Visit,
    /// The verdict on it.
    pub verdict: Verdict,
}

impl Sort {
    /// The run that a number names.
    pub fn run(&self, number: u64) -> Run {
        let run = match self.subject {
            None => Run::of(number),
            Some(subject) => Run::in_world(number, subject.world()),
        };
        match self.strategy {
            None => run,
            Some(strategy) => with_strategy(run, strategy),
        }
    }

    /// Runs it.
    pub fn ran(&self, number: u64) -> Ran {
        self.ran_as(Planned { number, visit: Visit::Drawn })
    }

    /// Runs what is planned.
    fn ran_as(&self, planned: Planned) -> Ran {
        let run = match planned.visit {
            Visit::Drawn => self.run(planned.number),
            Visit::Again { drawn_by } => Run::in_world(planned.number, self.run(drawn_by).world),
        };
        Ran { run, visit: planned.visit, verdict: run.run(self.revision.revision) }
    }

    /// Returns the fate of a world that a run does not exhaust. One that was asked for is the only
    /// one anyway, and a strategy that is named is the only one that runs.
    fn open(&self) -> Open {
        match (self.subject, self.strategy) {
            (None, None) => Open::ComesAgain,
            (Some(_), _) | (_, Some(_)) => Open::IsLeft,
        }
    }

    /// The name of its world, if it is listed.
    pub fn scenario(&self) -> Option<&'static str> {
        self.subject.and_then(Subject::listed_as)
    }

    /// Labels, by the catalogue, a violation that `run` found.
    pub fn label(&self, run: &Run, found: &Found) -> Label {
        Label::of(found, &run.world, &self.revision.revision)
    }
}

/// Gives a run another strategy, and no search that exhausts.
fn with_strategy(mut run: Run, strategy: StrategyKind) -> Run {
    run.budget.strategy = strategy;
    run.budget.exhaust = 0;
    run
}

impl Ran {
    /// Returns true if its world is not exhausted.
    pub fn is_open(&self) -> bool {
        match self.verdict.ending {
            Ending::Exhausted => false,
            Ending::Bounded { .. } | Ending::Sampled(_) | Ending::Cut { .. } => true,
        }
    }
}

impl Night {
    /// Its runs, from the first.
    pub fn rounds(&self) -> Rounds {
        Rounds::new(self.seed, self.sort.open())
    }

    /// Runs the rest of it after `rounds`, and tells each run in order, until `told` breaks off.
    pub fn run(&self, rounds: &mut Rounds, mut told: impl FnMut(&Ran) -> ControlFlow<()>) {
        let start = Instant::now();
        let late = || self.time.is_some_and(|time| start.elapsed() >= time);
        let mut flow = ControlFlow::Continue(());
        while flow.is_continue() && rounds.done() < self.runs {
            let plan = rounds.planned();
            let count = (plan.len() as u64).min(self.runs - rounds.done());
            let work = |index: u64| self.sort.ran_as(plan[index as usize]);
            in_order(self.jobs, count, work, |_, ran| {
                rounds.advance(ran.is_open());
                flow = told(&ran);
                if late() {
                    flow = ControlFlow::Break(());
                }
                flow
            });
        }
    }
}
