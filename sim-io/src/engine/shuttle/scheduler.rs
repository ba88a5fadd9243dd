//! Stands between shuttle and its scheduler: shows it our steps only, writes
//! down what it chooses, and stops the search in time.

use std::{cell::RefCell, rc::Rc};

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};
use shuttle_engine::scheduler::serialization::serialize_schedule;

use super::{STATE, State, stock::Stock};
use crate::{
    machine::{End, Status},
    object::{Name, ThreadId, ThreadSet},
    search::{Collector, Observation, contains},
};

/// What outlives the runner: shuttle keeps the scheduler to itself.
pub(super) struct Ledger {
    pub(super) collector: Collector,
    /// Whether a recorded schedule did not fit the program.
    pub(super) diverged: bool,
}

/// A scheduler that asks another one, about our steps only.
pub(super) struct Recorder {
    stock: Stock,
    root: Name,
    schedule: Schedule,
    ledger: Rc<RefCell<Ledger>>,
    started: bool,
}

/// Who may run next.
enum Choice {
    /// One thread: there is no choice, but the scheduler must know of the task.
    Shown(ThreadId),
    /// One thread, and it is no step.
    Forced(ThreadId),
    /// The scheduler chooses.
    Among(ThreadSet),
    /// The execution is over: the others are unwound, in order.
    Over,
}

impl State {
    /// Who may run next, when the threads of `runnable` have not ended in shuttle.
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
        // A thread of ours that has ended may have something left to do in shuttle.
        let ended = |thread: &ThreadId| self.machine.status(*thread) == Status::Finished;
        if let Some(thread) = runnable.iter().map(|task| self.thread(task.id())).find(ended) {
            return Choice::Forced(thread);
        }
        let enabled = self.machine.enabled();
        let Some(end) = self.machine.ended(enabled, self.steps_max) else {
            return Choice::Among(enabled);
        };
        // Now, while the threads still stand where they were.
        self.machine.conclude(end);
        self.over = Some(end);
        Choice::Over
    }

    fn thread(&self, task: TaskId) -> ThreadId {
        self.tasks[usize::from(task)]
    }
}

impl Recorder {
    pub(super) fn new(stock: Stock, root: Name, ledger: Rc<RefCell<Ledger>>) -> Self {
        Recorder { stock, root, schedule: Schedule::default(), ledger, started: false }
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
            self.ledger.borrow_mut().collector.add(observation);
        });
    }

    fn choose(&mut self, runnable: &[&Task], current: Option<TaskId>) -> Option<TaskId> {
        let choice = STATE.with_borrow_mut(|state| state.choice(runnable));
        if self.stock.is_replay() {
            return self.follow(runnable, current);
        }
        let among = |set: ThreadSet| -> Vec<&Task> {
            STATE.with_borrow(|state| {
                let chosen = |task: &&&Task| contains(set, state.thread(task.id()));
                runnable.iter().filter(chosen).copied().collect()
            })
        };
        match choice {
            Choice::Over => runnable.first().map(|task| task.id()),
            Choice::Forced(thread) => among(1 << thread.0).first().map(|task| task.id()),
            Choice::Shown(thread) => self.stock.choose(&among(1 << thread.0), current),
            Choice::Among(set) => self.stock.choose(&among(set), current),
        }
    }

    fn follow(&mut self, runnable: &[&Task], current: Option<TaskId>) -> Option<TaskId> {
        let chosen = self.stock.choose(runnable, current);
        if chosen.is_none() {
            self.ledger.borrow_mut().diverged = true;
            STATE.with_borrow_mut(|state| state.over = Some(End::Abandoned));
        }
        chosen
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
        let schedule = self.stock.begin()?;
        self.started = true;
        STATE.with_borrow_mut(|state| state.begin(self.root));
        self.schedule = schedule.clone();
        Some(schedule)
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        _is_yielding: bool,
    ) -> Option<TaskId> {
        let chosen = self.choose(runnable, current)?;
        STATE.with_borrow_mut(|state| state.current = state.thread(chosen));
        self.schedule.push_task(chosen);
        Some(chosen)
    }

    fn next_u64(&mut self) -> u64 {
        unreachable!("no model draws random numbers from shuttle")
    }
}
