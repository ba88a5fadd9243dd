//! One search on several processors: its schedules run in rounds.

use std::{any::Any, io, ops::ControlFlow, sync::Mutex};

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
        let round = |slots: &mut [Slot], aside: &mut dyn FnMut()| {
            slots.iter_mut().for_each(run);
            aside();
        };
        explore(&mut rounds, &mut collector, round, watch);
    } else {
        match ThreadPoolBuilder::new().num_threads(search.jobs).build() {
            Ok(pool) => {
                let round = |slots: &mut [Slot], aside: &mut dyn FnMut()| {
                    side_by_side(&pool, slots, run, aside);
                };
                explore(&mut rounds, &mut collector, round, watch);
            }
            Err(error) => collector.give_up(format!("no threads to search with: {error}")),
        }
    }
    Some(collector.verdict_with(Coverage::Everything))
}

/// Runs each slot on the same processor in all rounds, because what it knows of its
/// last schedule is there; and does `aside` meanwhile.
fn side_by_side(
    pool: &ThreadPool,
    slots: &mut [Slot],
    run: impl Fn(&mut Slot) + Sync,
    aside: &mut dyn FnMut(),
) {
    let slots: Vec<Mutex<&mut Slot>> = slots.iter_mut().map(Mutex::new).collect();
    pool.in_place_scope(|scope| {
        scope.spawn_broadcast(|_, thread| {
            for slot in slots.iter().skip(thread.index()).step_by(thread.num_threads()) {
                run(&mut slot.lock().expect("nobody else takes this slot"));
            }
        });
        aside();
    });
}

/// Explores stretch by stretch; `round` runs the schedules of a round, and does beside
/// them what can be done meanwhile.
fn explore(
    rounds: &mut Rounds,
    collector: &mut Collector,
    round: impl Fn(&mut [Slot], &mut dyn FnMut()),
    watch: &mut Watch<'_>,
) {
    loop {
        let goes_on = collector.goes_on();
        // A stretch that was cut leaves no place to go on from as if it had not been.
        if collector.room() > 0 {
            let keep: &dyn Fn(&mut dyn io::Write) -> io::Result<()> = &|out| rounds.keep(out);
            let is_last = !goes_on || collector.room() < Rounds::MOST;
            let share = || Some(rounds.share());
            watch(&Standing { collector, keep, share: &share, is_last });
        }
        if !goes_on || !rounds.begin(collector.room()) {
            return;
        }
        if stretch(rounds, collector, &round).is_break() {
            return;
        }
    }
}

/// Runs the rounds of a stretch, until enough was seen or nothing is left of it.
fn stretch(
    rounds: &mut Rounds,
    collector: &mut Collector,
    round: impl Fn(&mut [Slot], &mut dyn FnMut()),
) -> ControlFlow<()> {
    while rounds.is_on() {
        let (slots, mut aside) = rounds.round();
        let mut enough = ControlFlow::Continue(());
        round(slots, &mut || {
            enough = aside.take_in(|shown| add(collector, shown));
            if enough.is_continue() && collector.goes_on() {
                aside.begin(collector.room());
            }
        });
        enough?;
        rounds.turn();
    }
    rounds.round().1.take_in(|shown| add(collector, shown))
}

fn add(collector: &mut Collector, shown: Observation) -> ControlFlow<()> {
    collector.add(shown);
    if collector.has_found() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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
