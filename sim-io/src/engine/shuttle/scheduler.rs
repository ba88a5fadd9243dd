//! Stands between shuttle and the chooser: shows the machine's steps only, writes
//! down what is chosen, and stops the search in time.

use std::{cell::RefCell, rc::Rc};

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};
use shuttle_engine::scheduler::serialization::serialize_schedule;

use super::{STATE, State, chooser::Chooser, stock::Stock};
use crate::{
    machine::{End, Status},
    object::{Name, ThreadId, ThreadSet},
    search::{Collector, Observation, contains},
};

/// The part that outlives the runner: shuttle keeps the scheduler to itself.
pub(super) struct Ledger {
    pub(super) chooser: Chooser,
    pub(super) collector: Collector,
    /// True if a recorded schedule did not fit the program.
    pub(super) diverged: bool,
}

/// A scheduler that asks another chooser, about the machine's steps only.
pub(super) struct Recorder {
    root: Name,
    schedule: Schedule,
    ledger: Rc<RefCell<Ledger>>,
    started: bool,
}

/// The threads that may run next.
enum Choice {
    /// One thread: there is no choice, but a scheduler of shuttle must know of the task.
    Shown(ThreadId),
    /// One thread, and it is no step.
    Forced(ThreadId),
    /// There is a choice, if only among one.
    Among(ThreadSet),
    /// The execution is over: the others are unwound, in order.
    Over,
}

impl State {
    /// The threads that may run next, when those of `runnable` have not ended in shuttle.
    fn choice(&mut self, runnable: &[&Task]) -> Choice {
        let is_there = |thread: ThreadId, state: &State| {
            runnable.iter().any(|task| state.thread(task.id()) == thread)
        };
        if self.over.is_some() {
            return Choice::Over;
        }
        if let Some(thread) = self.forced.take()
            && is_there(thread, self)
        {
            let starts = self.machine.threads[usize::from(thread.0)].next.is_none();
            return if starts { Choice::Shown(thread) } else { Choice::Forced(thread) };
        }
        // A machine's thread that has ended may have something left to do in shuttle.
        let ended = |thread: &ThreadId| self.machine.status(*thread) == Status::Finished;
        if let Some(thread) = runnable.iter().map(|task| self.thread(task.id())).find(ended) {
            return Choice::Forced(thread);
        }
        let enabled = self.machine.enabled();
        let Some(end) = self.machine.ended(enabled, self.steps_max) else {
            return Choice::Among(enabled);
        };
        self.stop(end);
        Choice::Over
    }

    /// The execution is over, while the threads still stand where they were.
    fn stop(&mut self, end: End) {
        self.machine.conclude(end);
        self.over = Some(end);
    }

    /// The tasks of `set`, in the order in which shuttle has them.
    fn tasks_of<'a>(&self, runnable: &[&'a Task], set: ThreadSet) -> Vec<&'a Task> {
        let chosen = |task: &&&Task| contains(set, self.thread(task.id()));
        runnable.iter().filter(chosen).copied().collect()
    }

    fn thread(&self, task: TaskId) -> ThreadId {
        self.tasks[usize::from(task)]
    }
}

impl Recorder {
    pub(super) fn new(root: Name, ledger: Rc<RefCell<Ledger>>) -> Self {
        Recorder { root, schedule: Schedule::default(), ledger, started: false }
    }

    /// Judges the execution that has just ended.
    fn conclude(&mut self) {
        let name = &self.schedule;
        STATE.with_borrow_mut(|state| {
            let end = state.over.unwrap_or_else(|| {
                state.machine.conclude(End::Finished);
                End::Finished
            });
            let failed = !state.machine.violations.is_empty();
            let name = failed.then(|| serialize_schedule(name));
            let observation = Observation::of(&mut state.machine, end).named(name);
            let mut ledger = self.ledger.borrow_mut();
            ledger.collector.add(observation);
            ledger.chooser.end(&state.machine, end);
        });
    }

    /// The thread that takes its turn; `None` abandons the execution.
    fn choose(
        &mut self,
        choice: Choice,
        state: &State,
        runnable: &[&Task],
        current: Option<TaskId>,
    ) -> Option<ThreadId> {
        let ledger = &mut *self.ledger.borrow_mut();
        let mut stock = |stock: &mut Stock, set| {
            let chosen = stock.choose(&state.tasks_of(runnable, set), current);
            ledger.diverged |= chosen.is_none() && !stock.has_followed(self.schedule.len());
            chosen.map(|task| state.thread(task))
        };
        match (&mut ledger.chooser, choice) {
            // Threads are unwound in order, but a recorded schedule has that, too.
            _ if state.over == Some(End::Abandoned) => Some(state.thread(runnable[0].id())),
            (Chooser::Stock(replay), _) if replay.is_replay() => stock(replay, ThreadSet::MAX),
            (_, Choice::Over) => Some(state.thread(runnable[0].id())),
            (Chooser::Stock(chooser), Choice::Shown(thread)) => stock(chooser, 1 << thread.0),
            (Chooser::Stock(chooser), Choice::Among(enabled)) => stock(chooser, enabled),
            (Chooser::Ours(strategy), Choice::Among(enabled)) => {
                strategy.pick(&state.machine, enabled, state.arrived)
            }
            (_, Choice::Shown(thread) | Choice::Forced(thread)) => Some(thread),
        }
    }
}

impl Scheduler for Recorder {
    fn new_execution(&mut self) -> Option<Schedule> {
        if self.started {
            self.conclude();
        }
        if !self.ledger.borrow_mut().collector.goes_on() {
            return None;
        }
        let schedule = STATE.with_borrow_mut(|state| {
            let schedule = self.ledger.borrow_mut().chooser.begin(&mut state.machine)?;
            state.begin(self.root);
            Some(schedule)
        })?;
        self.started = true;
        self.schedule = schedule.clone();
        Some(schedule)
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        _is_yielding: bool,
    ) -> Option<TaskId> {
        STATE.with_borrow_mut(|state| {
            let choice = state.choice(runnable);
            let chosen = self.choose(choice, state, runnable, current);
            if chosen.is_none() {
                if let Some(steps) = self.ledger.borrow().chooser.livelock() {
                    state.machine.livelock(steps);
                }
                state.stop(End::Abandoned);
            }
            state.current = chosen.unwrap_or_else(|| state.thread(runnable[0].id()));
            let task = state.tasks_of(runnable, 1 << state.current.0)[0].id();
            // How the rest is unwound is no part of a schedule that goes on elsewhere.
            if state.over != Some(End::Abandoned) {
                self.schedule.push_task(task);
            }
            Some(task)
        })
    }

    fn next_u64(&mut self) -> u64 {
        unreachable!("no model draws random numbers from shuttle")
    }
}
