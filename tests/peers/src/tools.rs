//! The tools, and how each searches a scenario in a process of its own.

use std::io;

use multifd_tests::exhaustive;
use sim_io::{EngineName, Search, Stop, StrategyKind};
use stateright::{Checker, HasDiscoveries, Model};

use crate::{
    hand::Hand,
    measured::{Limits, Measured, run},
    scenario::{Aim, Scenario},
    spin,
};

/// The tool that searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Tool {
    /// SPIN's verifier, compiled beforehand.
    Spin,
    /// stateright, one thread, depth first.
    Stateright,
    /// Our search by states.
    States,
    /// Our Optimal-DPOR.
    Traces,
}

/// A search of one tool, in a process of its own.
pub(crate) struct Finished {
    /// States that it stored, or executions that it ran.
    pub(crate) count: u64,
    pub(crate) measured: Measured,
}

impl Tool {
    /// Every one, in the order of the table.
    pub(crate) const ALL: [Tool; 4] = [Tool::Spin, Tool::Stateright, Tool::States, Tool::Traces];

    /// Its name on the command line.
    fn word(self) -> &'static str {
        match self {
            Tool::Spin => "spin",
            Tool::Stateright => "stateright",
            Tool::States => "states",
            Tool::Traces => "traces",
        }
    }

    /// Searches in a process of its own; nothing if that exceeds the limits.
    pub(crate) fn run(self, scenario: Scenario, limits: Limits) -> io::Result<Option<Finished>> {
        let (program, arguments) = match self {
            Tool::Spin => spin::verifier(scenario),
            Tool::Stateright | Tool::States | Tool::Traces => {
                let this = std::env::current_exe()?;
                (this, vec!["search".into(), self.word().into(), scenario.word()])
            }
        };
        let Some(measured) = run(limits, &program, &arguments)? else { return Ok(None) };
        if self == Tool::Spin && scenario.aim == Aim::Complete && spin::is_cut(&measured.printed) {
            return Ok(None);
        }
        let count = match self {
            Tool::Spin => spin::states(&measured.printed),
            Tool::Stateright | Tool::States | Tool::Traces => measured.printed.parse().ok(),
        };
        let count = count.ok_or_else(|| {
            io::Error::other(format!("{}: no count in {}", self.word(), measured.printed))
        })?;
        Ok(Some(Finished { count, measured }))
    }

    /// Searches in this process; how many states or executions there were.
    pub(crate) fn search(self, scenario: Scenario) -> Option<u64> {
        match self {
            // Its verifier is a program of its own.
            Tool::Spin => None,
            Tool::Stateright => Some(by_stateright(scenario)),
            Tool::States => Some(by_us(StrategyKind::Cached, scenario)),
            Tool::Traces => Some(by_us(StrategyKind::Dpor, scenario)),
        }
    }
}

fn by_stateright(scenario: Scenario) -> u64 {
    let finish = match scenario.aim {
        Aim::Complete => HasDiscoveries::All,
        Aim::FirstHang => HasDiscoveries::Any,
    };
    let checker = Hand(scenario.world).checker().finish_when(finish).spawn_dfs().join();
    checker.unique_state_count() as u64
}

fn by_us(strategy: StrategyKind, scenario: Scenario) -> u64 {
    let stop = match scenario.aim {
        Aim::Complete => Stop::Never,
        Aim::FirstHang => Stop::AtFirst,
    };
    let search = Search { strategy, stop, ..exhaustive(EngineName::Explore) };
    search.run(&scenario.world.program()).schedules
}
