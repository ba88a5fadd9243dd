//! shuttle's own schedulers, behind one type.

use std::mem::ManuallyDrop;

use shuttle::scheduler::{
    DfsScheduler, PctScheduler, RandomScheduler, ReplayScheduler, Schedule, Scheduler, Task,
    TaskId, UrwRandomScheduler,
};

use crate::search::{Coverage, ShuttleScheduler};

/// One of shuttle's schedulers.
pub(super) enum Stock {
    /// Never dropped: it owns nothing, and its destructor prints a seed to
    /// stderr unless it ran out of schedules by itself.
    Random(ManuallyDrop<RandomScheduler>),
    Pct {
        scheduler: PctScheduler,
        seed: u64,
        depth: usize,
        /// True if there ever was a choice. Without one, shuttle's scheduler
        /// panics at its second schedule.
        choice: bool,
    },
    Urw(UrwRandomScheduler),
    Dfs(DfsScheduler),
    /// Follows a recorded schedule, forced steps included.
    Replay {
        scheduler: ReplayScheduler,
        /// The number of steps recorded.
        length: usize,
    },
}

impl Stock {
    pub(super) fn new(scheduler: ShuttleScheduler, seed: u64) -> Self {
        let unlimited = usize::MAX;
        match scheduler {
            ShuttleScheduler::Random => {
                let random = RandomScheduler::new_from_seed(seed, unlimited);
                Stock::Random(ManuallyDrop::new(random))
            }
            ShuttleScheduler::Pct { depth } => {
                let depth = usize::from(depth).max(1);
                Stock::Pct { scheduler: pct(seed, depth), seed, depth, choice: false }
            }
            ShuttleScheduler::Urw => Stock::Urw(UrwRandomScheduler::new_from_seed(seed, unlimited)),
            ShuttleScheduler::Dfs => Stock::Dfs(DfsScheduler::new(None, false)),
        }
    }

    /// The coverage if it runs out of schedules.
    pub(super) fn coverage(&self) -> Coverage {
        match self {
            Stock::Dfs(_) => Coverage::Everything,
            Stock::Random(_) | Stock::Pct { .. } | Stock::Urw(_) | Stock::Replay { .. } => {
                Coverage::Sample
            }
        }
    }

    /// Returns true if it chooses every step, even those that leave no choice.
    pub(super) fn is_replay(&self) -> bool {
        matches!(self, Stock::Replay { .. })
    }

    /// Returns true if it is a recorded schedule that ends after so many steps.
    pub(super) fn has_followed(&self, steps: usize) -> bool {
        matches!(self, Stock::Replay { length, .. } if *length == steps)
    }

    /// Follows `schedule`, as far as it goes.
    pub(super) fn replay(schedule: Schedule) -> Self {
        let length = schedule.len();
        let mut scheduler = ReplayScheduler::new_from_schedule(schedule);
        scheduler.set_allow_incomplete();
        Stock::Replay { scheduler, length }
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
            Stock::Replay { scheduler, .. } => scheduler,
        }
    }
}

fn pct(seed: u64, depth: usize) -> PctScheduler {
    PctScheduler::new_from_seed(seed, depth, usize::MAX)
}
