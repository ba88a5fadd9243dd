//! The arguments that several commands share.

use std::time::Duration;

use clap::Args;

use super::{Engine, StrategyName};

/// A violation to look for.
#[derive(Debug, Args)]
pub(in crate::cli) struct Wanted {
    /// The first violation of this sort: hang, crash, leak, state, corruption, a rule such as
    /// S13, or a bug [default: all in a search; in an explanation the bug, or any]
    #[arg(long)]
    pub(in crate::cli) want: Option<String>,
}

/// A world that has no name.
#[derive(Debug, Args)]
pub(in crate::cli) struct InWorld {
    /// A world in words, such as "2 channels, 1 round of 2 pages, TLS, cancelled", or a file
    /// with one: a counterexample, or TOML with world = "..." and perhaps revision = "..."
    #[arg(long)]
    pub(in crate::cli) world: Option<String>,
}

/// Something that is taken out.
#[derive(Debug, Args)]
pub(in crate::cli) struct Without {
    /// Takes something out of the code, or weakens it: a site of `multifd-sim ablate --sites`, and
    /// = with what becomes of it, if it is not just left out
    #[arg(long, value_name = "SITE")]
    pub(in crate::cli) drop: Option<String>,
}

/// How runs of a fuzz are made.
#[derive(Debug, Args)]
pub(in crate::cli) struct Sort {
    /// The revision [default: that of a file with the world, or head]
    #[arg(long)]
    pub(in crate::cli) revision: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) place: InWorld,
    /// The world of this bug, scenario or world, rather than random ones
    #[arg(long, conflicts_with = "world")]
    pub(in crate::cli) scenario: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) strategy: Strategy,
}

/// How schedules are chosen.
#[derive(Debug, Args)]
pub(in crate::cli) struct Strategy {
    /// How schedules are chosen [default: portfolio; in a fuzz pct, with shuttle shuttle-pct, with loom dfs]
    #[arg(long, value_enum)]
    pub(in crate::cli) strategy: Option<StrategyName>,
    /// dfs: the most preemptions of a schedule [default: no limit]
    #[arg(long)]
    pub(in crate::cli) preemptions: Option<u8>,
    /// pct, shuttle-pct: the depth of the bugs to look for [default: 3]
    #[arg(long)]
    pub(in crate::cli) depth: Option<u8>,
}

/// The size of worlds.
#[derive(Debug, Args)]
pub(in crate::cli) struct Size {
    /// Channels of every world [default: those of the catalogue]
    #[arg(long)]
    pub(in crate::cli) channels: Option<u8>,
    /// Rounds of every world [default: those of the catalogue]
    #[arg(long)]
    pub(in crate::cli) rounds: Option<u8>,
}

/// How each search is made.
#[derive(Debug, Args)]
pub(in crate::cli) struct Searching {
    /// Who runs the schedules
    #[arg(long, value_enum, default_value = "explore")]
    pub(in crate::cli) engine: Engine,
    #[command(flatten)]
    pub(in crate::cli) strategy: Strategy,
    /// The most schedules of one search
    #[arg(long, default_value_t = 2_000)]
    pub(in crate::cli) schedules: u64,
    /// Where random choices start
    #[arg(long, default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// The longest time of one search, such as 90s or 15m; results then depend on the machine
    #[arg(long, value_parser = crate::cli::inputs::duration)]
    pub(in crate::cli) time: Option<Duration>,
}

#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct Jobs {
    /// How many searches run side by side [default: one for each processor]; no result depends on it
    #[arg(long)]
    pub(in crate::cli) jobs: Option<u16>,
}
