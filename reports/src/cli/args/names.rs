//! What can be named on the command line.

use clap::ValueEnum;
use sim_io::EngineName;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StrategyName {
    /// PCT, SURW and Optimal-DPOR in turns; explore only
    Portfolio,
    /// Every schedule, depth first
    Dfs,
    /// One schedule of each kind (Optimal-DPOR); explore only
    Dpor,
    /// Each state once; explore only
    Cached,
    /// Each state once, without a preemption, then with one, and so on; explore only
    Iterative,
    /// Uniformly among the threads that can run
    Random,
    /// Probabilistic concurrency testing
    Pct,
    /// Partial order sampling; explore only
    Pos,
    /// Selectively uniform random walk; explore only
    Surw,
    /// Partial order sampling that varies what was new; explore only
    Feedback,
    /// Uniform random walk; shuttle only
    Urw,
}

/// Strategies that come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum WholeName {
    /// One schedule of each kind (Optimal-DPOR): the only one that judges memory orders
    Dpor,
    /// Each state once
    Cached,
    /// Each state once, without a preemption, then with one, and so on
    Iterative,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KeepName {
    /// The first run of each distinct violation
    Distinct,
    /// Every failing run
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// Each step by what it was: survives edits of the model
    Meaning,
    /// Each step by its thread
    Positions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Engine {
    /// Our own kernel, sequential consistency
    Explore,
    /// Every interleaving under the C11 memory model, for small worlds
    Loom,
    /// shuttle's own schedulers
    Shuttle,
    /// Real threads
    Os,
}

impl From<Engine> for EngineName {
    fn from(engine: Engine) -> EngineName {
        match engine {
            Engine::Explore => EngineName::Explore,
            Engine::Loom => EngineName::Loom,
            Engine::Shuttle => EngineName::Shuttle,
            Engine::Os => EngineName::Os,
        }
    }
}
