//! shuttle's own schedulers, behind one type.

use std::mem::ManuallyDrop;

use shuttle::scheduler::{
    DfsScheduler, PctScheduler, RandomScheduler, ReplayScheduler, Schedule, Scheduler, Task,
    TaskId, UrwRandomScheduler,
};

use crate::search::{Coverage, StrategyKind};

/// One of shuttle's schedulers.
pub(super) enum Stock {
    /// Never dropped: it owns nothing, and its destructor prints a seed to
    /// stderr unless it ran out of schedules by itself.
    Random(ManuallyDrop<RandomScheduler>),
    Pct {
        scheduler: PctScheduler,
        seed: u64,
        depth: usize,
        /// Whether there ever was a choice. Without one, shuttle's scheduler
        /// panics at its second schedule.
        choice: bool,
    },
    Urw(UrwRandomScheduler),
    Dfs(DfsScheduler),
    /// Follows a recorded schedule, forced steps included.
    Replay(ReplayScheduler),
}

impl Stock {
    /// The scheduler that `strategy` names, or why shuttle has none.
    pub(super) fn new(strategy: StrategyKind, seed: u64) -> Result<Self, &'static str> {
        let unlimited = usize::MAX;
        match strategy {
            StrategyKind::Random => Ok(Stock::Random(ManuallyDrop::new(
                RandomScheduler::new_from_seed(seed, unlimited),
            ))),
            StrategyKind::Pct { depth } => {
                let depth = usize::from(depth).max(1);
                Ok(Stock::Pct { scheduler: pct(seed, depth), seed, depth, choice: false })
            }
            StrategyKind::Urw => Ok(Stock::Urw(UrwRandomScheduler::new_from_seed(seed, unlimited))),
            StrategyKind::Dfs { preemptions: None } => {
                Ok(Stock::Dfs(DfsScheduler::new(None, false)))
            }
            StrategyKind::Dfs { preemptions: Some(_) } => {
                Err("shuttle cannot bound the preemptions of a depth-first search")
            }
            StrategyKind::Cached | StrategyKind::CachedOracle | StrategyKind::Iterative => {
                Err("shuttle does not know states")
            }
            StrategyKind::Pos | StrategyKind::Surw | StrategyKind::Feedback => {
                Err("shuttle does not know which steps race")
            }
            StrategyKind::Dpor | StrategyKind::Portfolio => {
                Err("shuttle has no partial-order reduction")
            }
        }
    }

    /// What it means if it runs out of schedules.
    pub(super) fn coverage(&self) -> Coverage {
        match self {
            Stock::Dfs(_) => Coverage::Everything,
            Stock::Random(_) | Stock::Pct { .. } | Stock::Urw(_) | Stock::Replay(_) => {
                Coverage::Sample
            }
        }
    }

    /// Whether it chooses every step, even those that leave no choice.
    pub(super) fn is_replay(&self) -> bool {
        matches!(self, Stock::Replay(_))
    }

    pub(super) fn begin(&mut self) -> Option<Schedule> {
        if let Stock::Pct { scheduler, seed, depth, choice: false } = self {
            *scheduler = pct(*seed, *depth);
        }
        self.scheduler().new_execution()
    }

    pub(super) fn choose(&mut self, tasks: &[&Task], current: Option<TaskId>) -> Option<TaskId> {
        if let Stock::Pct { choice, .. } = self {
            *choice |= tasks.len() > 1;
        }
        self.scheduler().next_task(tasks, current, false)
    }

    fn scheduler(&mut self) -> &mut dyn Scheduler {
        match self {
            Stock::Random(scheduler) => &mut **scheduler,
            Stock::Pct { scheduler, .. } => scheduler,
            Stock::Urw(scheduler) => scheduler,
            Stock::Dfs(scheduler) => scheduler,
            Stock::Replay(scheduler) => scheduler,
        }
    }
}

fn pct(seed: u64, depth: usize) -> PctScheduler {
    PctScheduler::new_from_seed(seed, depth, usize::MAX)
}
