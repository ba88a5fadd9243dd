//! A night of random runs: which there are, and what they found in all.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    time::{Duration, Instant},
};

use model::NamedRevision;
use sim_io::{Found, Identity, StrategyKind, Verdict, in_order};

use crate::{Label, Subject, fuzz::Run, run_number};

/// A night of random runs.
#[derive(Clone, Debug)]
pub struct Night {
    /// Where the numbers of the runs start.
    pub seed: u64,
    /// The most runs.
    pub runs: u64,
    /// The longest time. With one, the machine's speed says how many runs there are.
    pub time: Option<Duration>,
    /// How many run side by side.
    pub jobs: usize,
    /// What the runs are like.
    pub sort: Sort,
}

/// What runs are like: with this, a number names a run.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The revision.
    pub revision: NamedRevision,
    /// Whose world; a random one for each run if nobody's.
    pub subject: Option<Subject>,
    /// How schedules are chosen, if not as usual.
    pub strategy: Option<StrategyKind>,
}

/// One run, and what it showed.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The run.
    pub run: Run,
    /// What it showed.
    pub verdict: Verdict,
}

/// The identity of a violation and the name that the catalogue gives it.
pub type Named = (Identity, Option<&'static str>);

/// What a night has found in all. As large as there are distinct violations.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Runs.
    pub runs: u64,
    /// Schedules of these.
    pub schedules: u64,
    /// Runs that broke something.
    pub failed: u64,
    /// Each violation once, in the order of their discovery.
    pub distinct: Vec<Distinct>,
    keys: BTreeMap<Named, usize>,
}

/// A violation that a night has found.
#[derive(Clone, Debug)]
pub struct Distinct {
    /// As it was found first.
    pub found: Found,
    /// The run that found it first.
    pub first: Run,
    /// How many runs found it.
    pub runs: u64,
    /// What the catalogue makes of it.
    pub label: Label,
}

impl Sort {
    /// The run that a number names.
    pub fn run(&self, number: u64) -> Run {
        let mut run = match self.subject {
            None => Run::of(number),
            Some(subject) => Run::in_world(number, subject.world()),
        };
        if let Some(strategy) = self.strategy {
            run.budget.strategy = strategy;
        }
        run
    }

    /// Runs it.
    pub fn ran(&self, number: u64) -> Ran {
        let run = self.run(number);
        Ran { run, verdict: run.run(self.revision.revision) }
    }

    /// The name of its world, if it is listed.
    pub fn scenario(&self) -> Option<&'static str> {
        self.subject.and_then(Subject::listed_as)
    }

    /// The identity and the name of something that `run` found.
    pub fn named(&self, run: &Run, found: &Found) -> Named {
        named(found, self.label(run, found))
    }

    /// What the catalogue makes of something that `run` found.
    pub fn label(&self, run: &Run, found: &Found) -> Label {
        Label::of(found, &run.world, &self.revision.revision)
    }
}

impl Distinct {
    /// The identity and the name.
    pub fn named(&self) -> Named {
        named(&self.found, self.label)
    }
}

fn named(found: &Found, label: Label) -> Named {
    (found.violation.identity(), label.name())
}

impl Night {
    /// Runs everything, and tells each run in order, until nobody listens.
    pub fn run(&self, mut told: impl FnMut(&Ran) -> ControlFlow<()>) {
        let start = Instant::now();
        let late = || self.time.is_some_and(|time| start.elapsed() >= time);
        let work = |index| self.sort.ran(run_number(self.seed, index));
        in_order(self.jobs, self.runs, work, |_, ran| {
            told(&ran)?;
            if late() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }
}

impl Tally {
    /// Counts a run, and says which of its violations no run had found before,
    /// or only after a crash.
    pub fn add(&mut self, ran: &Ran, sort: &Sort) -> Vec<Found> {
        self.runs += 1;
        self.schedules += ran.verdict.schedules;
        self.failed += u64::from(!ran.verdict.found.is_empty());
        ran.verdict.found.iter().filter(|found| self.is_new(found, ran, sort)).cloned().collect()
    }

    fn is_new(&mut self, found: &Found, ran: &Ran, sort: &Sort) -> bool {
        let label = sort.label(&ran.run, found);
        let index = *self.keys.entry(named(found, label)).or_insert(self.distinct.len());
        let fresh = Distinct { found: found.clone(), first: ran.run, runs: 1, label };
        let Some(distinct) = self.distinct.get_mut(index) else {
            self.distinct.push(fresh);
            return true;
        };
        let runs = distinct.runs + 1;
        // Without a crash before it, it is more than a consequence.
        let replaces = distinct.found.after.is_some() && found.after.is_none();
        if replaces {
            *distinct = fresh;
        }
        distinct.runs = runs;
        replaces
    }

    /// The violations that are new.
    pub fn news(&self) -> impl Iterator<Item = &Distinct> {
        self.distinct.iter().filter(|distinct| distinct.label.is_news())
    }
}
