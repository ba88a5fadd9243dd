//! How to look for a violation: what to try first, and when to stop.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use sim_io::{EngineName, Program, Search, Stop, StrategyKind, Verdict, Violation};

/// How much to spend on one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Who runs the schedules.
    pub engine: EngineName,
    /// How they are chosen.
    pub strategy: StrategyKind,
    /// Where random choices start.
    pub seed: u64,
    /// The most schedules.
    pub schedules: u64,
    /// The longest time. With one, results depend on the machine's speed.
    pub time: Option<Duration>,
    /// The most steps of one schedule.
    pub steps: usize,
}

impl Budget {
    /// What `check` spends if nobody says otherwise.
    pub const DEFAULT: Budget = Budget {
        engine: EngineName::Explore,
        strategy: StrategyKind::Pct { depth: 3 },
        seed: 1,
        schedules: 2_000,
        time: None,
        steps: 20_000,
    };

    fn search(&self, stop: Stop) -> Search {
        Search {
            engine: self.engine,
            strategy: self.strategy,
            seed: self.seed,
            schedules_max: Some(self.schedules),
            time_max: self.time,
            steps_max: self.steps,
            stop,
        }
    }
}

/// Looks for a violation that `wanted` accepts, and stops at the first.
pub fn hunt(
    program: &Program,
    budget: &Budget,
    wanted: impl Fn(&Violation) -> bool + Send + Sync + 'static,
) -> Verdict {
    budget.search(Stop::AtMatch(Arc::new(wanted))).run(program)
}

/// Looks at everything that the budget affords.
pub fn survey(program: &Program, budget: &Budget) -> Verdict {
    budget.search(Stop::Never).run(program)
}
