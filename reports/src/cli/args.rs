//! The arguments of the command line.

mod ablate;
mod groups;
mod names;

use std::{path::PathBuf, sync::LazyLock, time::Duration};

use clap::{Args, Parser, Subcommand};
use model::NamedRevision;

pub(super) use self::{
    ablate::Ablate,
    groups::{InWorld, Jobs, Searching, Size, Sort, Strategy, Wanted, Without},
    names::{AroundName, By, Engine, KeepName, StrategyName, WholeName},
};

/// The version of the program, and of what it models.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!("{} (head is QEMU's {})", env!("CARGO_PKG_VERSION"), NamedRevision::tree())
});

/// Finds, explains and replays what goes wrong between the threads of QEMU's
/// multifd live migration.
///
/// Exit status: 0 as expected, 1 something unexpected was found, 2 misuse.
#[derive(Debug, Parser)]
#[command(name = "multifd-sim", version = VERSION.as_str(), arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Columns of text [default: the terminal's, or 100]
    #[arg(long, global = true, value_parser = clap::value_parser!(u16).range(60..=400))]
    pub(super) width: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Bugs, healthy scenarios, worlds, revisions and rules
    List(List),
    /// Proves the catalogue: each bug before and after its fix, each healthy scenario at head
    Check(Check),
    /// Every bug at the revisions that matter
    Matrix(Matrix),
    /// Random worlds and random schedules, each run named by one number
    ///
    /// Unexpected (status 1) is what nobody has listed at head. For older
    /// revisions the catalogue does not claim to be complete.
    ///
    /// A run exhausts a world that it draws if that is cheap, and samples it otherwise; what was
    /// not exhausted comes again with other seeds. The log is only ever appended to: the same
    /// command goes on where it was, also after it was killed. `report` reads it.
    ///
    /// The 9,999 runs of the mail thread:
    /// multifd-sim fuzz --scenario reject-anon-client --revision e1v1 --runs 9999 --seed 1
    Fuzz(Fuzz),
    /// What nights of a fuzz have found, by cause: new ones first
    ///
    /// Reads the logs of every build and every fuzz in a directory. Unexpected (status 1) is a
    /// cause that no entry of the catalogue accounts for, and with --against one that the other
    /// directory does not have.
    Report(Report),
    /// Runs a counterexample file, or a run of a fuzz, once more
    Replay(Replay),
    /// One world, searched until nothing is left, however long that takes
    ///
    /// Ends in EXHAUSTED, or says what cut it. With --checkpoint it can be killed
    /// at any moment, and the same command goes on where it was.
    Search(Search),
    /// Every world of a size with few faults, searched completely
    ///
    /// Over sockets and TLS, left alone, cancelled and yanked. Where a search
    /// does not end, every interleaving with few preemptions is seen, and what
    /// is printed says so. Unexpected (status 1) is what nobody has listed at head.
    Sweep(Sweep),
    /// Which synchronisation is needed: each taken out in turn, in worlds that are then searched
    ///
    /// Needed is what some world shows, with the command that shows it. Not seen to be needed
    /// says no more than how many worlds were searched without it.
    Ablate(Ablate),
    /// Measures speed, and what a search can leave out, as a table with ratios
    ///
    /// Unexpected (status 1) never: a figure that misses its aim says so.
    Bench(Bench),
    /// Shows how a failure happens, a column for each thread
    Explain(Explain),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Bugs, scenarios or worlds [default: all bugs and healthy scenarios]
    #[arg(conflicts_with = "world")]
    pub(super) names: Vec<String>,
    #[command(flatten)]
    pub(super) place: InWorld,
    /// Only this revision, rather than those of the proof, or that of a file with the world
    #[arg(long)]
    pub(super) revision: Option<String>,
    #[command(flatten)]
    pub(super) search: Searching,
    #[command(flatten)]
    pub(super) size: Size,
    #[command(flatten)]
    pub(super) jobs: Jobs,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Matrix {
    #[command(flatten)]
    pub(super) search: Searching,
    #[command(flatten)]
    pub(super) jobs: Jobs,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Fuzz {
    /// Where the numbers of the runs start
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// The most runs, with those that are done [default: 10,000, or no limit with --time]
    #[arg(long)]
    pub(super) runs: Option<u64>,
    /// The longest time, such as 90s, 15m or 8h
    #[arg(long, value_parser = super::inputs::duration)]
    pub(super) time: Option<Duration>,
    #[command(flatten)]
    pub(super) jobs: Jobs,
    /// Where it is kept: a folder for each build, and in it one for each fuzz [default:
    /// reports/out]
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
    /// Which failing runs get a file
    #[arg(long, value_enum, default_value = "distinct")]
    pub(super) keep: KeepName,
    #[command(flatten)]
    pub(super) sort: Sort,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Report {
    /// The --out of a fuzz
    pub(super) directory: PathBuf,
    /// Another such directory to compare it with
    #[arg(long)]
    pub(super) against: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Sweep {
    #[command(flatten)]
    pub(super) place: InWorld,
    /// What is around each world; several, with commas between them
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "nothing",
        conflicts_with = "world"
    )]
    pub(super) around: Vec<AroundName>,
    /// Channels of every world
    #[arg(long, default_value_t = 1, conflicts_with = "world")]
    pub(super) channels: u8,
    /// Rounds of every world
    #[arg(long, default_value_t = 1, conflicts_with = "world")]
    pub(super) rounds: u8,
    /// The most faults of a world, up to 4; with --world, besides those that it has
    #[arg(long, default_value_t = 1)]
    pub(super) faults: u8,
    /// The revision [default: that of a file with the world, or head]
    #[arg(long)]
    pub(super) revision: Option<String>,
    /// The most schedules of one search
    #[arg(long, default_value_t = 400_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) schedules: u64,
    /// Writes the outcomes and causes of each world to this file, a baseline; a sweep that was
    /// stopped goes on where it was
    #[arg(long, value_name = "FILE")]
    pub(super) save: Option<PathBuf>,
    /// Compares with this baseline: unexpected (status 1) is a cause or an outcome that it does
    /// not have in a world, and an outcome that vanished
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,
    #[command(flatten)]
    pub(super) jobs: Jobs,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Search {
    /// The name of a bug, a scenario or a world
    #[arg(required_unless_present = "world", conflicts_with = "world")]
    pub(super) what: Option<String>,
    #[command(flatten)]
    pub(super) place: InWorld,
    #[command(flatten)]
    pub(super) without: Without,
    /// The revision [default: that of a file with the world, or head]
    #[arg(long)]
    pub(super) revision: Option<String>,
    /// How schedules are chosen
    #[arg(long, value_enum, default_value = "cached")]
    pub(super) strategy: WholeName,
    #[command(flatten)]
    pub(super) size: Size,
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// The most schedules [default: no limit]
    #[arg(long)]
    pub(super) schedules: Option<u64>,
    /// The longest time, such as 90s, 15m or 8h
    #[arg(long, value_parser = super::inputs::duration)]
    pub(super) time: Option<Duration>,
    /// The most memory that a search by states may take, such as 500M or 8G [default: half of
    /// the machine's]
    #[arg(long, value_parser = super::inputs::memory)]
    pub(super) memory: Option<u64>,
    /// Says which object made a search by states branch how often
    #[arg(long)]
    pub(super) why: bool,
    /// How many processors --strategy dpor uses [default: all]; no result depends on it
    #[arg(long)]
    pub(super) jobs: Option<u16>,
    /// Goes on where this file says, if it is there, and keeps it up to date
    #[arg(long)]
    pub(super) checkpoint: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Bench {
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// A counterexample file, or the number of a run
    pub(super) what: String,
    /// How a file is followed
    #[arg(long, value_enum, default_value = "meaning")]
    pub(super) by: By,
    #[command(flatten)]
    pub(super) sort: Sort,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A counterexample file, or the name of a bug, a scenario or a world
    #[arg(required_unless_present = "world", conflicts_with = "world")]
    pub(super) what: Option<String>,
    #[command(flatten)]
    pub(super) place: InWorld,
    #[command(flatten)]
    pub(super) without: Without,
    /// The revision [default: the first that a bug's proof expects it at, or head]
    #[arg(long)]
    pub(super) revision: Option<String>,
    #[command(flatten)]
    pub(super) search: Searching,
    #[command(flatten)]
    pub(super) size: Size,
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// The schedule as it was found, rather than with as few switches as possible
    #[arg(long)]
    pub(super) as_found: bool,
    /// Every step, rather than those that matter
    #[arg(long)]
    pub(super) all: bool,
    /// As a mail: 72 columns of plain text for a commit message, with the order of steps that
    /// decides, each pair of them swapped and run, and the releases that show it
    #[arg(long, conflicts_with_all = ["all", "json"])]
    pub(super) mail: bool,
    /// Writes the counterexample to this file, which must not exist
    #[arg(long)]
    pub(super) save: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}
