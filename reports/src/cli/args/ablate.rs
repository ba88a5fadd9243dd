//! The arguments of an ablation.

use clap::Args;

use super::Jobs;

#[derive(Debug, Args)]
pub(in crate::cli) struct Ablate {
    /// What these functions do [default: what every function does]
    pub(in crate::cli) functions: Vec<String>,
    /// The revision
    #[arg(long, default_value = "head")]
    pub(in crate::cli) revision: String,
    /// The most channels of the worlds that sweeps draw
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..))]
    pub(in crate::cli) channels: u8,
    /// Rounds of these worlds
    #[arg(long, default_value_t = 1)]
    pub(in crate::cli) rounds: u8,
    /// The most faults of these worlds, up to 4
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(..=4))]
    pub(in crate::cli) faults: u8,
    /// Leaves out worlds that have more schedules than that as they are
    #[arg(long, default_value_t = scenarios::Effort::DEFAULT.intact,
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) schedules: u64,
    /// Gives up on what nothing tells when so many schedules were run without it
    #[arg(long, default_value_t = scenarios::Effort::DEFAULT.lacking,
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) effort: u64,
    /// Only the names of what can be taken out, each with the cheapest world that comes to it
    #[arg(long)]
    pub(in crate::cli) sites: bool,
    #[command(flatten)]
    pub(in crate::cli) jobs: Jobs,
    /// As the report that is kept of it
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) markdown: bool,
    /// As questions: what no world that comes to it shows to be needed, without a reason
    #[arg(long, conflicts_with_all = ["json", "markdown"])]
    pub(in crate::cli) questions: bool,
    /// As JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
