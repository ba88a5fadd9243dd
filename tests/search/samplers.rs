//! Samplers: what they are known to do, where that can be computed. The seeds
//! are fixed, so nothing here is left to chance.

mod distributions;
mod promises;

use std::collections::BTreeMap;

use multifd_tests::limited;
use sim_io::{EngineName, Program, Search, StrategyKind};

/// Every sampler of `explore`.
const SAMPLERS: [StrategyKind; 5] = [
    StrategyKind::Random,
    StrategyKind::Pct { depth: 3 },
    StrategyKind::Pos,
    StrategyKind::Surw,
    StrategyKind::Feedback,
];

/// The number of times that each outcome of `program` was sampled.
fn sample(program: &Program, strategy: StrategyKind, schedules: u64) -> BTreeMap<String, u64> {
    let search = Search { seed: 7, ..limited(EngineName::Explore, strategy, schedules) };
    search.run(program).outcomes
}
