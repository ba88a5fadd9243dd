//! Real threads, scheduled by the operating system.
//!
//! A step is taken under one big lock, once it is enabled, so what a step does
//! is the same as under the other engines; which thread comes first is left to the
//! machine that this runs on. Nothing is exhaustive or repeatable here. What
//! this engine shows the others must show too: it checks them, not the model.

use std::{
    cell::{Cell, RefCell},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use super::{Body, Engine, Runner, enter, unwind};
use crate::{
    machine::{End, Machine},
    object::ThreadId,
    operation::Operation,
    search::{Collector, Coverage, Observation, Program, Search, Verdict},
};

/// The number of schedules that are run if the search names no limit.
const SCHEDULES_DEFAULT: u64 = 1_000;

/// One execution, shared by its threads.
struct Arena {
    program: Program,
    state: Mutex<State>,
    /// Signalled when a thread has taken a step, or has ended.
    changed: Condvar,
}

struct State {
    machine: Machine,
    steps_max: usize,
    /// The end of the execution, once it is over; threads that wait then are unwound.
    over: Option<End>,
    handles: Vec<JoinHandle<()>>,
}

thread_local! {
    static ARENA: RefCell<Option<Arc<Arena>>> = const { RefCell::new(None) };
    static CURRENT: Cell<ThreadId> = const { Cell::new(ThreadId(0)) };
}

struct Os;
static OS: Os = Os;

/// Runs `program` as often as `search` says, or [`SCHEDULES_DEFAULT`] times.
///
/// The strategy is the operating system's, whatever `search` names.
pub(super) fn search(search: &Search, program: &Program) -> Verdict {
    let mut search = search.clone();
    search.schedules_max.get_or_insert(SCHEDULES_DEFAULT);
    let mut collector = Collector::new(&search);
    let mut machine = Machine::new();
    while collector.goes_on() {
        let (after, end) = execute(machine, search.steps_max, program);
        machine = after;
        collector.add(Observation::of(&mut machine, end));
    }
    collector.verdict_with(Coverage::Sample)
}

fn execute(mut machine: Machine, steps_max: usize, program: &Program) -> (Machine, End) {
    machine.reset(program.root);
    let state = State { machine, steps_max, over: None, handles: vec![] };
    let arena = Arc::new(Arena {
        program: program.clone(),
        state: Mutex::new(state),
        changed: Condvar::new(),
    });
    let program = program.clone();
    arena.start(ThreadId(0), Box::new(move || (program.body())()));
    // A thread that is started is listed before the one that starts it ends.
    while let Some(handle) = { arena.lock().handles.pop() } {
        handle.join().expect("a thread catches what its body throws");
    }
    let arena = Arc::into_inner(arena).expect("every thread has ended");
    let state = arena.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    (state.machine, state.over.expect("the last thread has judged the execution"))
}

impl Arena {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A model that panics between two steps leaves the machine whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(self: &Arc<Self>, thread: ThreadId, body: Body) {
        let arena = self.clone();
        #[expect(clippy::disallowed_methods, reason = "this engine's threads are real ones")]
        let handle = thread::spawn(move || arena.run(thread, body));
        self.lock().handles.push(handle);
    }

    fn run(self: Arc<Self>, thread: ThreadId, body: Body) {
        CURRENT.set(thread);
        ARENA.set(Some(self.clone()));
        let panic = enter(Runner::Other(&OS), &self.program, || unwind::run(body));
        ARENA.set(None);
        let mut state = self.lock();
        state.machine.finish(thread, panic);
        state.settle(Machine::ended_unless_running);
        self.changed.notify_all();
    }

    /// Waits until `me` may take the step `operation`, and takes it.
    fn step(&self, me: ThreadId, operation: Operation) -> u64 {
        let mut state = self.lock();
        state.machine.announce(me, operation);
        state.settle(Machine::ended_before_step);
        self.changed.notify_all();
        while state.over.is_none() && !state.machine.is_enabled(usize::from(me.0), &operation) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.over.is_some() {
            drop(state);
            unwind::leave();
        }
        let result = state.machine.perform(me, operation);
        state.machine.go_on(me);
        drop(state);
        self.changed.notify_all();
        result
    }
}

impl State {
    /// Judges the execution if it is over.
    fn settle(&mut self, ended: fn(&Machine, usize) -> Option<End>) {
        if self.over.is_none()
            && let Some(end) = ended(&self.machine, self.steps_max)
        {
            self.machine.conclude(end);
            self.over = Some(end);
        }
    }
}

fn arena() -> Arc<Arena> {
    ARENA.with_borrow(|arena| arena.clone().expect("a thread of an execution"))
}

impl Engine for Os {
    fn operate(&self, operation: Operation) -> u64 {
        arena().step(CURRENT.get(), operation)
    }

    fn create(&self, operation: Operation, thread: ThreadId, body: Body) {
        let arena = arena();
        arena.step(CURRENT.get(), operation);
        arena.start(thread, body);
    }

    fn with(&self, f: &mut dyn FnMut(&mut Machine, ThreadId)) {
        f(&mut arena().lock().machine, CURRENT.get());
    }
}
