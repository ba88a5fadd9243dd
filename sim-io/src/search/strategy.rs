//! The interface of a strategy.

use std::{any::Any, io};

use super::{
    StrategyKind,
    brute::Dfs,
    cached::{Branching, Cached, Reduction},
    dpor::Turns,
    feedback::Feedback,
    iterative::Iterative,
    pct::Pct,
    period::Period,
    portfolio::Portfolio,
    pos::Pos,
    random::Random,
    standing,
    surw::Surw,
};
pub(crate) use crate::object::{contains, threads};
use crate::{
    machine::{
        End, Judge, Machine, Tracking,
        footprint::{Footprints, Grain},
    },
    object::{ThreadId, ThreadSet},
};

/// Chooses the thread that takes each step. It sees what every thread is about to do.
pub(crate) trait Strategy: Any {
    /// Begins another execution; `false` if there is none left to run.
    fn begin(&mut self) -> bool;
    /// Chooses among the threads of `enabled`, which is not empty; `current`
    /// took the last step. `None` abandons the execution.
    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId>;
    /// The number of steps since the state was as it is now, if the execution was
    /// abandoned because it could go on like that for ever: a livelock.
    fn livelock(&self) -> Option<usize> {
        None
    }
    /// The execution is over.
    fn end(&mut self, machine: &Machine, end: End);
    /// Makes `machine`, which is about to be reset, note what this wants to know.
    fn equip(&self, machine: &mut Machine) {
        machine.tracking = self.needs_tracking().map(Tracking::new);
        machine.steps = self.needs_footprints().then(Vec::new);
        machine.footprints = self.needs_footprints().then(|| Footprints::new(self.grain()));
    }
    /// Returns true if it wants to know what each step used.
    fn needs_footprints(&self) -> bool {
        false
    }
    /// The detail of accesses in footprints.
    fn grain(&self) -> Grain {
        Grain::Kinds
    }
    /// The judge of races, if it wants to know where each thread stands.
    fn needs_tracking(&self) -> Option<Judge> {
        None
    }
    /// The schedule to go on with, of several that take turns: what is kept of one
    /// is kept while another runs.
    fn lane(&self) -> usize {
        0
    }
    /// The number of steps that the next execution has in common with the last of its lane, if
    /// the state after them was to be kept. Asked after [`begin`](Self::begin).
    fn goes_back_to(&self) -> Option<usize> {
        None
    }
    /// The next execution goes on from there.
    fn gone_back(&mut self, _depth: usize) {}
    /// Takes no more memory than so many bytes for what it knows, if it bounds that.
    fn bound_memory(&mut self, _bytes: u64) {}
    /// Counts from now on why it branches, if it can.
    fn count_branchings(&mut self) {}
    /// The objects that made it branch, most first, if counted; `machine` ran its last execution.
    fn branchings(&self, _machine: &Machine) -> Vec<Branching> {
        vec![]
    }
    /// Returns true if the state of the last [`pick`](Self::pick) will be gone back to.
    fn comes_back(&self) -> bool {
        false
    }
    /// Writes down where it stands, for [`StrategyKind::load`].
    ///
    /// # Errors
    /// If it cannot be written, or does not support that.
    fn keep(&self, _out: &mut dyn io::Write) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
    /// The coverage if [`begin`](Self::begin) said that no schedule is left, or
    /// the coverage already reached.
    fn coverage(&self) -> Coverage;
}

/// The coverage of a strategy that has run out of schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// All there is.
    Everything,
    /// All with at most so many preemptions.
    Preemptions(u8),
    /// All with at most so many preemptions, and some with more, wherever it is cut.
    PreemptionsSoFar(u8),
    /// A sample: it never runs out.
    Sample,
    /// Not everything: it ran out of the memory that it may take.
    Memory,
}

impl StrategyKind {
    /// The strategy of this kind, or the reason why there is none.
    pub(crate) fn build(self, seed: u64) -> Result<Box<dyn Strategy>, &'static str> {
        Ok(match self {
            StrategyKind::Dfs { preemptions } => Box::new(Dfs::new(preemptions)),
            StrategyKind::Dpor => Box::new(Turns::new()),
            StrategyKind::Cached => Box::new(Cached::new(Reduction::Ordered)),
            StrategyKind::CachedPlain => Box::new(Cached::new(Reduction::Plain)),
            StrategyKind::Iterative => Box::new(Iterative::new()),
            StrategyKind::CachedOracle => Box::new(Dfs::by_states()),
            StrategyKind::Random => Box::new(Random::new(seed)),
            StrategyKind::Portfolio => Box::new(Portfolio::new(seed)),
            StrategyKind::Pct { depth } => Box::new(Pct::new(seed, depth)),
            StrategyKind::Pos => Box::new(Pos::new(seed)),
            StrategyKind::Surw => Box::new(Surw::new(seed)),
            StrategyKind::Feedback => Box::new(Feedback::new(seed)),
            StrategyKind::Period => Box::new(Period::new()),
            StrategyKind::Shuttle(_) => {
                return Err("only the engine shuttle has shuttle's own schedulers");
            }
        })
    }

    /// The strategy as [`Strategy::keep`] wrote it down; nothing if it is another
    /// one, or if this one cannot be kept.
    pub(crate) fn load(self, kept: &[u8]) -> Option<Box<dyn Strategy>> {
        match self {
            StrategyKind::Cached => Some(Box::new(standing::read::<Cached>(kept)?)),
            StrategyKind::Iterative => Some(Box::new(standing::read::<Iterative>(kept)?)),
            _ => None,
        }
    }
}

/// The message of a panic.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".into())
}
