//! shuttle's kernel, over this crate's steps: its own schedulers, and this crate's strategies.
//!
//! A strategy sees the same machine here as under this crate's kernel, and must run
//! the same schedules: two kernels that share no line check each other. Only
//! snapshots are missing, so a search by states runs each prefix again.
//!
//! Each step is one scheduling point of shuttle, and what can run is what the
//! machine says: the [`Recorder`](scheduler::Recorder) that stands between
//! shuttle and its scheduler hides the threads whose next step is not enabled.
//! So no thread ever blocks in shuttle, and shuttle sees neither deadlocks nor
//! panics: these are found here, the threads are unwound one after the other,
//! and the search goes on. To shuttle no execution is ever abandoned, because it
//! leaks what it abandons; one that a strategy abandons is unwound like the rest.
//!
//! `try_lock`, whose failures shuttle explores and loom mostly misses, is not
//! offered by this crate: QEMU's migration code does not use it.

mod chooser;
mod run;
mod scheduler;
mod stock;

use std::cell::RefCell;

use shuttle::thread::{JoinHandle, yield_now};

pub use self::run::replay_shuttle;
pub(super) use self::run::search;
use super::{Body, Engine, unwind};
use crate::{
    machine::{End, Machine},
    object::{Name, ThreadId},
    operation::Operation,
};

/// The execution that runs on this OS thread.
struct State {
    machine: Machine,
    steps_max: usize,
    /// The thread that runs.
    current: ThreadId,
    /// The thread that last came to a step, or to its end.
    arrived: ThreadId,
    /// The thread of each of shuttle's tasks, in the order of their creation.
    tasks: Vec<ThreadId>,
    /// The thread that runs next, against any choice of the scheduler.
    forced: Option<ThreadId>,
    /// The creator of the thread that runs up to its first step.
    creator: Option<ThreadId>,
    /// The end of the execution, once it is over; a thread that runs after that is unwound.
    over: Option<End>,
    /// Kept because shuttle does not wait for a thread without a handle.
    handles: Vec<JoinHandle<()>>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::new());
}

struct Shuttle;
static SHUTTLE: Shuttle = Shuttle;

impl State {
    fn new() -> Self {
        State {
            machine: Machine::new(),
            steps_max: usize::MAX,
            current: ThreadId(0),
            arrived: ThreadId(0),
            tasks: vec![],
            forced: None,
            creator: None,
            over: None,
            handles: vec![],
        }
    }

    /// Forgets the last execution.
    fn begin(&mut self, root: Name) {
        self.machine.reset(root);
        self.current = ThreadId(0);
        self.tasks.clear();
        self.tasks.push(ThreadId(0));
        self.forced = Some(ThreadId(0));
        self.creator = None;
        self.over = None;
        self.handles.clear();
    }

    fn finish(&mut self, thread: ThreadId, panic: Option<String>) {
        // The machine stays as the execution left it while threads are unwound.
        if self.over.is_none() {
            self.machine.finish(thread, panic);
            self.arrived = thread;
            self.forced = self.creator.take();
        }
    }
}

/// Announces `operation` and returns, as `me`, when it may be performed.
fn take_turn(operation: Operation) -> ThreadId {
    let me = STATE.with_borrow_mut(|state| {
        state.machine.announce(state.current, operation);
        state.forced = state.creator.take();
        state.arrived = state.current;
        state.current
    });
    yield_now();
    leave_if_over();
    me
}

fn leave_if_over() {
    if STATE.with_borrow(|state| state.over.is_some()) {
        unwind::leave();
    }
}

/// The function of a task of shuttle: the body of `thread`.
fn run_thread(thread: ThreadId, body: impl FnOnce()) {
    let panic = unwind::run(|| {
        leave_if_over();
        body();
    });
    STATE.with_borrow_mut(|state| state.finish(thread, panic));
}

impl Engine for Shuttle {
    fn operate(&self, operation: Operation) -> u64 {
        let me = take_turn(operation);
        STATE.with_borrow_mut(|state| state.machine.perform(me, operation))
    }

    fn create(&self, operation: Operation, thread: ThreadId, body: Body) {
        let me = take_turn(operation);
        STATE.with_borrow_mut(|state| {
            state.machine.perform(me, operation);
            state.tasks.push(thread);
            // shuttle switches before it spawns: that is no step of the machine.
            state.forced = Some(me);
        });
        let handle = shuttle::thread::spawn(move || run_thread(thread, body));
        STATE.with_borrow_mut(|state| {
            state.handles.push(handle);
            state.forced = Some(thread);
            state.creator = Some(me);
        });
        yield_now();
        leave_if_over();
    }

    fn with(&self, f: &mut dyn FnMut(&mut Machine, ThreadId)) {
        STATE.with_borrow_mut(|state| {
            let me = state.current;
            f(&mut state.machine, me);
        });
    }
}
