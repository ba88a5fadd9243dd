//! One search on several processors: its schedules run in rounds.

use std::{any::Any, io, sync::Mutex};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::run::Execution;
use crate::search::{
    Collector, Coverage, Observation, Program, Rounds, Search, Slot, Standing, Strategy, Verdict,
    Watch,
};

/// Explores `program` by Optimal-DPOR, from where a search stood that kept `from`;
/// nothing if it was no such search.
pub(super) fn watched(
    search: &Search,
    program: &Program,
    mut collector: Collector,
    from: Option<&[u8]>,
    watch: &mut Watch<'_>,
) -> Option<Verdict> {
    let mut rounds = match from {
        None => Rounds::new(),
        Some(kept) => Rounds::load(kept)?,
    };
    let run = |slot: &mut Slot| run(slot, search, program);
    if search.jobs <= 1 {
        let run_all = |slots: &mut [Slot]| slots.iter_mut().for_each(run);
        explore(&mut rounds, &mut collector, run_all, watch);
    } else {
        match ThreadPoolBuilder::new().num_threads(search.jobs).build() {
            Ok(pool) => {
                let run_all = |slots: &mut [Slot]| side_by_side(&pool, slots, run);
                explore(&mut rounds, &mut collector, run_all, watch);
            }
            Err(error) => collector.give_up(format!("no threads to search with: {error}")),
        }
    }
    Some(collector.verdict_with(Coverage::Everything))
}

/// Runs each slot on the same processor in all rounds: what it knows of its
/// last schedule is there.
fn side_by_side(pool: &ThreadPool, slots: &mut [Slot], run: impl Fn(&mut Slot) + Sync) {
    let slots: Vec<Mutex<&mut Slot>> = slots.iter_mut().map(Mutex::new).collect();
    pool.broadcast(|thread| {
        for slot in slots.iter().skip(thread.index()).step_by(thread.num_threads()) {
            run(&mut slot.lock().expect("nobody else takes this slot"));
        }
    });
}

fn explore(
    rounds: &mut Rounds,
    collector: &mut Collector,
    run_all: impl Fn(&mut [Slot]),
    watch: &mut Watch<'_>,
) {
    loop {
        let goes_on = collector.goes_on();
        // A round that was cut leaves no place to go on from as if it had not been.
        if collector.room() > 0 {
            let keep: &dyn Fn(&mut dyn io::Write) -> io::Result<()> = &|out| rounds.keep(out);
            let is_last = !goes_on || collector.room() < Rounds::MOST;
            let share = || Some(rounds.share());
            watch(&Standing { collector, keep, share: &share, is_last });
        }
        if !goes_on {
            return;
        }
        let Some(slots) = rounds.begin(collector.room()) else { return };
        run_all(slots);
        for shown in rounds.end() {
            collector.add(shown);
            if collector.has_found() {
                return;
            }
        }
    }
}

fn run(slot: &mut Slot, search: &Search, program: &Program) {
    if !slot.is_busy {
        return;
    }
    let course = slot.course.take().expect("a slot has its schedule");
    let mut execution = Execution::copied(program, search.steps_max);
    let shown = &mut slot.shown;
    let course: Box<dyn Strategy> = execution.run(course, |machine, end| {
        *shown = Some(Observation::of(machine, end));
    });
    let course: Box<dyn Any> = course;
    slot.course = Some(course.downcast().expect("an execution gives back what it was given"));
}
