//! The benchmark: figures that decide what users find, each against something
//! that runs beside it.
//!
//! Absolute times are those of the machine that it runs on; compare ratios.

mod catalogue;
mod complete;
mod speed;

use std::time::{Duration, Instant};

use model::{Revision, Start, Transport, World};
use sim_io::{EngineName, Program, Search, ShuttleScheduler, Stop, StrategyKind, Verdict};

/// A figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The quantity that was measured.
    pub what: String,
    /// The result, with its unit.
    pub measured: String,
    /// The figure that counts.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// Its aim.
    pub aim: Aim,
}

/// Aim of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// Whatever it is: it stands beside another figure.
    Nothing,
}

impl Figure {
    /// Returns true if it reaches its aim, if it has one.
    pub fn is_reached(&self) -> Option<bool> {
        match self.aim {
            Aim::AtMost(most) => Some(self.value <= most),
            Aim::AtLeast(least) => Some(self.value >= least),
            Aim::Nothing => None,
        }
    }
}

/// Measures one figure.
pub type Measure = fn() -> Figure;

/// All figures, in the order in which they are measured.
pub const FIGURES: &[Measure] = &[
    speed::operation,
    speed::hand_off,
    speed::whole_migration,
    speed::against_shuttle,
    catalogue::first_report,
    catalogue::smoke_pass,
    complete::against_loom,
    complete::against_shuttle,
    complete::redundancy,
    complete::two_jobs,
    complete::by_copies,
    complete::two_channels_over_tls,
    complete::three_channels_over_tls,
    complete::one_fault,
    complete::four_channels,
    complete::six_channels,
    complete::four_channels_over_tls,
    complete::both_hosts_over_tls,
    complete::both_hosts_of_three,
    complete::traces,
];

/// A world at the newest revision.
fn at_head(world: World) -> Program {
    model::program(world, Revision::head())
}

/// Only the hand-off of pages, between connected channels.
fn hand_off(channels: u8, rounds: u8) -> Program {
    at_head(World { start: Start::Connected, channels, rounds, ..World::PLAIN })
}

/// A whole migration.
fn migration(transport: Transport, channels: u8, rounds: u8) -> Program {
    at_head(World { transport, channels, rounds, ..World::PLAIN })
}

/// The longest time of a search: one that is cut says so in its figure.
const LONGEST: Duration = Duration::from_secs(20);

fn search(engine: EngineName, strategy: StrategyKind, most: u64) -> Search {
    Search {
        engine,
        strategy,
        seed: 1,
        schedules_max: Some(most),
        memory_max: None,
        time_max: None,
        steps_max: 20_000,
        stop: Stop::Never,
        counts: sim_io::Counts::Nothing,
        jobs: 1,
    }
}

fn timed(
    engine: EngineName,
    strategy: StrategyKind,
    most: u64,
    program: &Program,
) -> (Verdict, Duration) {
    let search = Search { time_max: Some(LONGEST), ..search(engine, strategy, most) };
    let start = Instant::now();
    let verdict = search.run(program);
    (verdict, start.elapsed())
}

/// Schedules a second of a uniformly random sample, as the engine has it.
fn rate(engine: EngineName, schedules: u64, program: &Program) -> f64 {
    let strategy = match engine {
        EngineName::Shuttle => StrategyKind::Shuttle(ShuttleScheduler::Random),
        EngineName::Explore | EngineName::Loom | EngineName::Os => StrategyKind::Random,
    };
    let (verdict, time) = timed(engine, strategy, schedules, program);
    verdict.schedules as f64 / time.as_secs_f64()
}
