//! The names that the command line takes.

use clap::ValueEnum;
use scenarios::Around;
use sim_io::EngineName;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StrategyName {
    /// Optimal-DPOR, PCT and SURW, who share by what pays; explore and shuttle
    Portfolio,
    /// Every schedule, depth first
    Dfs,
    /// One schedule of each kind (Optimal-DPOR); explore and shuttle
    Dpor,
    /// Each state once; explore, and shuttle, which runs each prefix again
    Cached,
    /// Each state once, without a preemption, then with one, and so on; explore and shuttle
    Iterative,
    /// Uniformly among the threads that can run
    Random,
    /// Probabilistic concurrency testing
    Pct,
    /// Partial order sampling; explore and shuttle
    Pos,
    /// Selectively uniform random walk; explore and shuttle
    Surw,
    /// Partial order sampling that varies what was new; explore and shuttle
    Feedback,
    /// Schedules of few long periods, then of more; explore and shuttle
    Period,
    /// shuttle's own uniform choice; shuttle only
    ShuttleRandom,
    /// shuttle's own probabilistic concurrency testing; shuttle only
    ShuttlePct,
    /// shuttle's own uniform random walk; shuttle only
    Urw,
    /// shuttle's own depth-first search; shuttle only
    ShuttleDfs,
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

/// The surroundings of each world of a sweep.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum AroundName {
    /// Nothing: the source alone
    Nothing,
    /// The return path
    ReturnPath,
    /// A pause before the switchover
    Pause,
    /// cpr-reboot
    Cpr,
    /// migrate, query-migrate, or a change of parameters or capabilities at any moment
    Commands,
    /// The other host
    Destination,
    /// The destination alone, and what its source may send
    Incoming,
    /// The other host, which is yanked, or stays when it has failed
    Stays,
    /// The other host, and postcopy at any moment
    Postcopy,
    /// zlib, qpl and qatzip, which stand for those that are cleaned up alike
    Compression,
    /// A device that sends its state in a thread of its own, on either host and on both
    Devices,
    /// Pages that are sent without a copy
    ZeroCopy,
    /// A file, which is written, loaded, or both
    File,
    /// A page that is zero in the last round, and the other host
    ZeroPages,
    /// A quit at any moment
    Quit,
}

impl AroundName {
    /// Its name on the command line.
    pub(in crate::cli) fn name(self) -> String {
        let value = self.to_possible_value().expect("no value is hidden");
        value.get_name().to_string()
    }
}

impl From<AroundName> for Around {
    fn from(around: AroundName) -> Around {
        match around {
            AroundName::Nothing => Around::Nothing,
            AroundName::ReturnPath => Around::ReturnPath,
            AroundName::Pause => Around::Pause,
            AroundName::Cpr => Around::Cpr,
            AroundName::Commands => Around::Commands,
            AroundName::Destination => Around::Destination,
            AroundName::Incoming => Around::Incoming,
            AroundName::Devices => Around::Devices,
            AroundName::ZeroCopy => Around::ZeroCopy,
            AroundName::Stays => Around::Stays,
            AroundName::Postcopy => Around::Postcopy,
            AroundName::Compression => Around::Compression,
            AroundName::File => Around::File,
            AroundName::Quit => Around::Quit,
            AroundName::ZeroPages => Around::ZeroPages,
        }
    }
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
    /// shuttle's kernel: its own schedulers, and our strategies as a cross-check
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
