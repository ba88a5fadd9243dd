//! One search on several processors: its schedules run in rounds.

use std::any::Any;

use rayon::prelude::*;

use super::run::{Execution, Notes};
use crate::search::{
    Collector, Coverage, Observation, Program, Rounds, Search, Slot, Strategy, Verdict,
};

/// Explores `program` by Optimal-DPOR.
pub(super) fn search(search: &Search, program: &Program) -> Verdict {
    let mut collector = Collector::new(search);
    let run = |slot: &mut Slot| run(slot, search, program);
    if search.jobs <= 1 {
        explore(&mut collector, |slots| slots.iter_mut().for_each(run));
    } else {
        match rayon::ThreadPoolBuilder::new().num_threads(search.jobs).build() {
            Ok(pool) => explore(&mut collector, |slots| {
                pool.install(|| slots.par_iter_mut().for_each(run));
            }),
            Err(error) => collector.give_up(format!("no threads to search with: {error}")),
        }
    }
    collector.verdict_with(Coverage::Everything)
}

fn explore(collector: &mut Collector, run_all: impl Fn(&mut [Slot])) {
    let mut rounds = Rounds::new();
    while collector.goes_on() {
        let Some(slots) = rounds.begin() else { return };
        run_all(slots);
        for shown in rounds.end() {
            if collector.goes_on() {
                collector.add(shown);
            }
        }
    }
}

fn run(slot: &mut Slot, search: &Search, program: &Program) {
    if !slot.is_busy {
        return;
    }
    let course = slot.course.take().expect("a slot has its schedule");
    let mut execution = Execution { program, steps_max: search.steps_max, notes: Notes::None };
    let shown = &mut slot.shown;
    let course: Box<dyn Strategy> = execution.run(course, |machine, end| {
        *shown = Some(Observation::of(machine, end));
    });
    let course: Box<dyn Any> = course;
    slot.course = Some(course.downcast().expect("an execution gives back what it was given"));
}
