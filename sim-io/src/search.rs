//! Searches: which schedules of a program to run, and what to make of them.

mod announced;
mod brute;
mod cached;
mod collector;
mod digests;
mod dpor;
mod feedback;
mod flip;
mod heard;
mod iterative;
mod lasso;
mod observation;
mod pairs;
mod path;
mod pct;
mod period;
mod portfolio;
mod pos;
mod random;
mod replay;
mod standing;
mod strategy;
mod surw;
mod token;
mod verdict;

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

pub use self::{
    cached::Branching,
    flip::{Race, flip, races},
    heard::Heard,
    replay::{Divergence, RecordedStep, Recording, Route, replay, replay_livelock},
    standing::{Standing, Watch},
    token::Token,
    verdict::{CutReason, Ending, Found, Sample, Verdict},
};
pub(crate) use self::{
    collector::Collector,
    dpor::{Rounds, Slot},
    observation::Observation,
    strategy::{Coverage, Strategy, contains, panic_text},
};
use crate::{
    ablation::Ablation,
    engine::{self, EngineName, hook::Silence},
    object::Name,
    violation::Violation,
};

/// The program that a search runs: a first thread, which declares the world and starts the rest.
#[derive(Clone)]
pub struct Program {
    pub(crate) root: Name,
    body: Arc<dyn Fn() + Send + Sync>,
    copyable: bool,
    ablation: Option<Arc<Ablation>>,
}

impl Program {
    /// A program whose first thread is called `root` and runs `body`.
    pub fn new(root: Name, body: impl Fn() + Send + Sync + 'static) -> Self {
        Program { root, body: Arc::new(body), copyable: false, ablation: None }
    }

    /// A program whose threads may be copied while they are suspended: searches
    /// by states then go back to a state instead of running there again.
    ///
    /// `body` must be plain data. A thread must not keep anything across a step
    /// that owns memory, a file or a count; where one does own memory, the
    /// search notices, and runs again after all.
    pub fn copyable(root: Name, body: impl Fn() + Copy + Send + Sync + 'static) -> Self {
        Program { root, body: Arc::new(body), copyable: true, ablation: None }
    }

    /// Returns the program for searches that shall not copy its threads.
    pub fn run_again(self) -> Self {
        Program { copyable: false, ..self }
    }

    /// Returns the program with something taken out of it, or made to do less.
    pub fn without(self, ablation: Ablation) -> Self {
        Program { ablation: Some(Arc::new(ablation)), ..self }
    }

    /// The part that is taken out of it.
    pub(crate) fn lacks(&self) -> Option<&Arc<Ablation>> {
        self.ablation.as_ref()
    }

    /// The function of its first thread.
    pub(crate) fn body(&self) -> &(dyn Fn() + Send + Sync + 'static) {
        &*self.body
    }

    /// Returns true if it is the same program as `other`, and not only an equal one.
    pub(crate) fn is_same(&self, other: &Program) -> bool {
        Arc::ptr_eq(&self.body, &other.body)
            && self.copyable == other.copyable
            && self.ablation == other.ablation
    }

    pub(crate) fn is_copyable(&self) -> bool {
        self.copyable
    }
}

/// The way in which the next thread is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StrategyKind {
    /// Depth-first through every schedule, or through those with at most so
    /// many preemptions.
    Dfs {
        /// The most preemptions that a schedule may have.
        preemptions: Option<u8>,
    },
    /// One schedule of each equivalence class, where those that differ only in the
    /// order of steps that commute are of one class (Optimal-DPOR).
    Dpor,
    /// Each state once, depth first.
    Cached,
    /// `Cached` with no more reduction than the kinds of accesses give: the baseline for
    /// comparison.
    CachedPlain,
    /// Each state once without a preemption, then with one at most, and so on:
    /// what is found first has as few as can be.
    Iterative,
    /// Every schedule, depth first, judged as a search by states judges: what
    /// such a search must see.
    CachedOracle,
    /// Uniformly among the enabled threads.
    Random,
    /// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010):
    /// finds a bug of depth `d` among `n` threads and `k` steps with
    /// probability at least 1/(n·k^(d−1)) in each schedule.
    Pct {
        /// The depth `d`: one more than the number of priority changes.
        depth: u8,
    },
    /// Optimal-DPOR, PCT of depth 3 and SURW, which share the schedules by what
    /// pays: finds what any of them finds, and is complete where Optimal-DPOR
    /// comes to its end.
    Portfolio,
    /// Partial order sampling (Yuan et al., CAV 2018): a random priority for
    /// each operation, and a fresh one after each race.
    Pos,
    /// Selectively uniform random walk (Zhao et al., ASPLOS 2025): every order
    /// of the operations on a few objects, chosen anew for each schedule, is
    /// equally likely.
    Surw,
    /// Partial order sampling that varies the schedules in which operations
    /// raced in a new order (after Wolff et al., ASPLOS 2024).
    Feedback,
    /// Periodical scheduling (Wen et al., ICSE 2022): every schedule of few long
    /// periods, then of more. It draws nothing, so the seed does not matter.
    Period,
    /// One of shuttle's own schedulers. Only the engine shuttle has them.
    Shuttle(ShuttleScheduler),
}

/// The schedulers of shuttle: they share nothing with this crate's strategies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShuttleScheduler {
    /// Uniformly among the threads that can run.
    Random,
    /// Probabilistic concurrency testing, which learns the length of schedules.
    Pct {
        /// One more than the number of priority changes.
        depth: u8,
    },
    /// A random walk weighted by how many steps each thread has left.
    Urw,
    /// Every schedule, depth first.
    Dfs,
}

/// The condition on which a search may stop before its strategy has run out of schedules.
#[derive(Clone)]
pub enum Stop {
    /// No such condition: the search ends when no schedule is left.
    Never,
    /// The first violation.
    AtFirst,
    /// The first violation that this accepts.
    AtMatch(Arc<dyn Fn(&Violation) -> bool + Send + Sync>),
}

/// The counts of a search, beside its findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counts {
    /// Nothing.
    #[default]
    Nothing,
    /// The objects that made it try threads in place of others, and how many.
    Branchings,
}

/// A search: its engine, its strategy, its limits.
#[derive(Clone)]
pub struct Search {
    /// The engine that runs the schedules.
    pub engine: EngineName,
    /// The strategy that chooses them.
    pub strategy: StrategyKind,
    /// The start of random choices.
    pub seed: u64,
    /// The most schedules to run.
    pub schedules_max: Option<u64>,
    /// The most memory that what a search by states knows may take, in bytes, by its own
    /// estimate; nothing for 4 GiB.
    pub memory_max: Option<u64>,
    /// The longest time to take. Results then depend on the machine's speed.
    pub time_max: Option<Duration>,
    /// The most steps of one schedule.
    pub steps_max: usize,
    /// The condition on which to stop early.
    pub stop: Stop,
    /// The counts of branching that the verdict shall have, if its strategy can make them: a
    /// search by states can.
    pub counts: Counts,
    /// The number of processors that it may use, if it can use several: Optimal-DPOR
    /// under `explore` can. No result depends on it.
    pub jobs: usize,
}

impl Search {
    /// Runs the search.
    pub fn run(&self, program: &Program) -> Verdict {
        crate::trace::listen();
        let _silence = program.lacks().map(|_| Silence::new());
        self.engine.search(self, program)
    }

    /// Runs the search under `explore`, whatever its engine, while `watch` looks on. Goes on
    /// where a search stood that [kept](Standing::keep) `from`: it must have been
    /// the same search of the same program, run by the same code.
    ///
    /// `None` if no search with this strategy has kept `from`.
    pub fn watched(
        &self,
        program: &Program,
        from: Option<&[u8]>,
        watch: &mut Watch<'_>,
    ) -> Option<Verdict> {
        crate::trace::listen();
        let _silence = program.lacks().map(|_| Silence::new());
        engine::explore::watched(self, program, from, watch)
    }
}
