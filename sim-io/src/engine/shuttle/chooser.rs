//! The chooser on shuttle's kernel: a scheduler of shuttle, or a strategy of this crate.

use shuttle::scheduler::Schedule;

use super::stock::Stock;
use crate::{
    machine::{End, Machine},
    search::{Coverage, Search, Strategy, StrategyKind},
};

/// The chooser of the next thread.
pub(super) enum Chooser {
    /// A scheduler of shuttle. It sees tasks, and neither steps nor states.
    Stock(Stock),
    /// A strategy of this crate. It sees the machine, as under this crate's kernel.
    Ours(Box<dyn Strategy>),
}

impl Chooser {
    /// The chooser that `search` names, or the reason why there is none of that name here.
    pub(super) fn new(search: &Search) -> Result<Self, &'static str> {
        match search.strategy {
            StrategyKind::Shuttle(scheduler) => {
                Ok(Chooser::Stock(Stock::new(scheduler, search.seed)))
            }
            ours => ours.build(search.seed).map(Chooser::Ours),
        }
    }

    /// Begins another execution of `machine`; `None` if there is none left to run.
    pub(super) fn begin(&mut self, machine: &mut Machine) -> Option<Schedule> {
        match self {
            Chooser::Stock(stock) => {
                machine.tracking = None;
                machine.steps = None;
                machine.footprints = None;
                stock.begin()
            }
            Chooser::Ours(strategy) => {
                let schedule = strategy.begin().then(Schedule::default);
                strategy.equip(machine);
                schedule
            }
        }
    }

    /// The number of steps round a livelock, if the execution is abandoned for that.
    pub(super) fn livelock(&self) -> Option<usize> {
        match self {
            Chooser::Stock(_) => None,
            Chooser::Ours(strategy) => strategy.livelock(),
        }
    }

    /// The execution is over.
    pub(super) fn end(&mut self, machine: &Machine, end: End) {
        match self {
            Chooser::Stock(_) => (),
            Chooser::Ours(strategy) => strategy.end(machine, end),
        }
    }

    /// The coverage if there is no schedule left.
    pub(super) fn coverage(&self) -> Coverage {
        match self {
            Chooser::Stock(stock) => stock.coverage(),
            Chooser::Ours(strategy) => strategy.coverage(),
        }
    }
}
