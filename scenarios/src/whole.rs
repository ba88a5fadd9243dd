//! One world, searched until nothing is left.

use std::{sync::Arc, time::Duration};

use model::{Revision, World, program};
use sim_io::{Ablation, Counts, Search, Stop, StrategyKind, Verdict, Watch};

use crate::{Want, counterexample::lacking, hunt::Budget};

/// A search of one world that may take long.
#[derive(Clone, Debug)]
pub struct WholeSearch {
    /// The world.
    pub world: World,
    /// The revision.
    pub revision: Revision,
    /// The code that is taken out, if any is.
    pub lacks: Option<Ablation>,
    /// The way schedules are chosen: one of those that come to an end.
    pub strategy: StrategyKind,
    /// The most schedules.
    pub schedules: Option<u64>,
    /// The longest time.
    pub time: Option<Duration>,
    /// The most memory, in bytes, where the strategy bounds that; nothing for its default.
    pub memory: Option<u64>,
    /// Its counts beside what it finds.
    pub counts: Counts,
    /// The violation that it stops at, if any.
    pub want: Option<Want>,
    /// The most processors that it may use, if the strategy can use several.
    pub jobs: usize,
}

impl WholeSearch {
    /// Runs the search under `explore` while `watch` looks on, from where one
    /// stood that kept `from`. Nothing if this one cannot have kept it.
    pub fn run(&self, from: Option<&[u8]>, watch: &mut Watch<'_>) -> Option<Verdict> {
        let stop = match self.want {
            None => Stop::Never,
            Some(want) => {
                let world = self.world;
                Stop::AtMatch(Arc::new(move |violation| want.is(violation, &world)))
            }
        };
        let usual = Budget::DEFAULT.search(stop);
        let search = Search {
            strategy: self.strategy,
            schedules_max: self.schedules,
            memory_max: self.memory,
            time_max: self.time,
            counts: self.counts,
            jobs: self.jobs,
            ..usual
        };
        let program = lacking(program(self.world, self.revision), self.lacks.as_ref());
        search.watched(&program, from, watch)
    }
}
