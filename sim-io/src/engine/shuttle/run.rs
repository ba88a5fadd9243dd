//! Searches under shuttle, and the replay of its schedules.

use std::{cell::RefCell, rc::Rc};

use shuttle::{Config, FailurePersistence, MaxSteps, Runner};
use shuttle_engine::scheduler::serialization::deserialize_schedule;

use super::{
    SHUTTLE, STATE,
    chooser::Chooser,
    run_thread,
    scheduler::{Ledger, Recorder},
    stock::Stock,
};
use crate::{
    engine::{self, EngineName, hook},
    object::ThreadId,
    search::{Collector, Program, Search, ShuttleScheduler, Stop, StrategyKind, Verdict},
};

/// The stack of a thread in bytes, as large as that of this crate's kernel.
const STACK_BYTES: usize = 64 * 1024;

/// Searches `program` with the scheduler of shuttle, or the strategy of this crate,
/// that `search` names.
pub(in crate::engine) fn search(search: &Search, program: &Program) -> Verdict {
    match Chooser::new(search) {
        Ok(chooser) => run(search, program, chooser),
        Err(reason) => Collector::new(search).refuse(reason),
    }
}

/// Runs `program` once along `schedule`, as a verdict of the engine shuttle
/// names it in [`Found::engine_schedule`](crate::Found::engine_schedule).
///
/// If the schedule does not fit the program, or is none, the note says so.
pub fn replay_shuttle(program: &Program, schedule: &str, steps_max: usize) -> Verdict {
    let search = Search {
        engine: EngineName::Shuttle,
        strategy: StrategyKind::Shuttle(ShuttleScheduler::Random),
        seed: 0,
        schedules_max: Some(1),
        memory_max: None,
        time_max: None,
        steps_max,
        stop: Stop::Never,
        counts: crate::search::Counts::Nothing,
        jobs: 1,
    };
    match deserialize_schedule(schedule) {
        Some(schedule) => run(&search, program, Chooser::Stock(Stock::replay(schedule))),
        None => Collector::new(&search).refuse("this is not a schedule of shuttle"),
    }
}

fn run(search: &Search, program: &Program, chooser: Chooser) -> Verdict {
    hook::tame();
    STATE.with_borrow_mut(|state| state.steps_max = search.steps_max);
    let collector = Collector::new(search);
    let ledger = Rc::new(RefCell::new(Ledger { chooser, collector, diverged: false }));
    let recorder = Recorder::new(program.root, ledger.clone());
    let running = program.clone();
    engine::enter(engine::Runner::Other(&SHUTTLE), program, || {
        Runner::new(recorder, config()).run(move || run_thread(ThreadId(0), || (running.body())()));
    });
    let ledger = Rc::into_inner(ledger).expect("the runner is gone").into_inner();
    let mut collector = ledger.collector;
    if ledger.diverged {
        collector.give_up("the schedule does not fit the program".into());
    }
    collector.verdict_with(ledger.chooser.coverage())
}

fn config() -> Config {
    let mut config = Config::new();
    config.stack_size = STACK_BYTES;
    config.failure_persistence = FailurePersistence::None;
    // Steps are counted by the machine.
    config.max_steps = MaxSteps::None;
    config.silence_warnings = true;
    config
}
