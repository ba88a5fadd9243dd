//! The engines, which decide which thread takes its next step.
//!
//! Model code does not know which engine runs it. It calls [`operate`] through
//! the primitives, and the engine that the thread belongs to does the rest.

pub(crate) mod explore;
pub(crate) mod hook;
mod loom;
mod os;
pub(crate) mod shuttle;
#[cfg(test)]
mod tests;
mod unwind;

use std::{cell::Cell, panic::Location};

use serde::{Deserialize, Serialize};

pub use self::{
    explore::{bare_switch, scheduled_operation},
    shuttle::replay_shuttle,
};
use crate::{
    ablation::{self, Installed, Seam},
    machine::Machine,
    object::{ObjectId, ThreadId},
    operation::Operation,
    search::{Program, Search, Verdict},
};

/// The services of an engine for the threads that it runs.
pub(crate) trait Engine: Sync {
    /// Performs `operation` as the next step of the running thread, once it
    /// is enabled and it is this thread's turn.
    fn operate(&self, operation: Operation) -> u64;
    /// Performs the step `operation`, which creates `thread`, and starts it.
    fn create(&self, operation: Operation, thread: ThreadId, body: Body);
    /// Gives access to the machine between two steps.
    fn with(&self, f: &mut dyn FnMut(&mut Machine, ThreadId));
    /// An acquire fence.
    fn fence(&self) {
        self.with(&mut |machine, me| machine.fence(me));
    }
}

/// The function of a thread.
pub(crate) type Body = Box<dyn FnOnce() + Send>;

/// The engine that runs the model code of an OS thread.
#[derive(Clone, Copy)]
pub(crate) enum Runner {
    /// This crate's kernel, without a detour: it runs most steps by far.
    Explore,
    /// Another engine.
    Other(&'static dyn Engine),
}

thread_local! {
    static CURRENT: Cell<Option<Runner>> = const { Cell::new(None) };
}

/// The name of the engine that explores the schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineName {
    /// This crate's kernel: every interleaving under sequential consistency, exact replay.
    Explore,
    /// Every interleaving under the C11 memory model, for small worlds.
    Loom,
    /// shuttle's kernel: its own schedulers, and this crate's strategies as a cross-check.
    Shuttle,
    /// Real threads.
    Os,
}

impl EngineName {
    /// Every engine.
    pub const ALL: [EngineName; 4] =
        [EngineName::Explore, EngineName::Loom, EngineName::Shuttle, EngineName::Os];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            EngineName::Explore => "explore",
            EngineName::Loom => "loom",
            EngineName::Shuttle => "shuttle",
            EngineName::Os => "os",
        }
    }

    pub(crate) fn search(self, search: &Search, program: &Program) -> Verdict {
        match self {
            EngineName::Explore => explore::search(search, program),
            EngineName::Shuttle => shuttle::search(search, program),
            EngineName::Loom => loom::search(search, program),
            EngineName::Os => os::search(search, program),
        }
    }
}

/// The engine that runs this thread.
#[inline]
fn current() -> Runner {
    CURRENT.get().expect("model code runs inside a search")
}

/// Returns true if this thread belongs to an engine.
pub(crate) fn is_running() -> bool {
    CURRENT.get().is_some()
}

/// Performs `operation` as the next step of the running thread, or what is done in its place.
#[inline]
#[track_caller]
pub(crate) fn operate(operation: Operation) -> u64 {
    // A destructor that runs while a thread is unwound must not take steps.
    if std::thread::panicking() {
        return 0;
    }
    match ablation::seam() {
        Seam::Intact => perform(operation),
        seam => ablation::performs(seam, operation, Location::caller(), perform),
    }
}

#[inline]
fn perform(operation: Operation) -> u64 {
    match current() {
        Runner::Explore => explore::operate(operation),
        Runner::Other(engine) => engine.operate(operation),
    }
}

/// Performs the step `operation`, which creates `thread`, and starts it.
pub(crate) fn create(operation: Operation, thread: ThreadId, body: impl FnOnce() + Send + 'static) {
    match current() {
        Runner::Explore => explore::create(operation, thread, body),
        Runner::Other(engine) => engine.create(operation, thread, Box::new(body)),
    }
}

pub(crate) fn fence() {
    match current() {
        Runner::Explore => with(|machine, me| machine.fence(me)),
        Runner::Other(engine) => engine.fence(),
    }
}

/// Gives access to the machine between two steps.
#[inline]
pub(crate) fn with<R>(f: impl FnOnce(&mut Machine, ThreadId) -> R) -> R {
    match current() {
        Runner::Explore => explore::with(f),
        Runner::Other(engine) => with_other(engine, f),
    }
}

fn with_other<R>(engine: &dyn Engine, f: impl FnOnce(&mut Machine, ThreadId) -> R) -> R {
    let mut f = Some(f);
    let mut result = None;
    engine.with(&mut |machine, me| {
        if let Some(f) = f.take() {
            result = Some(f(machine, me));
        }
    });
    result.expect("an engine gives access when asked")
}

/// Makes `runner` the one that runs this thread, as part of `program`, while `f` runs.
pub(crate) fn enter<R>(runner: Runner, program: &Program, f: impl FnOnce() -> R) -> R {
    struct Leave(Option<Runner>);
    impl Drop for Leave {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _leave = Leave(CURRENT.replace(Some(runner)));
    let _installed = Installed::of(program.lacks());
    f()
}

/// The word of `object`, for ghosts.
pub(crate) fn peek(object: ObjectId) -> u64 {
    with(|machine, me| {
        let value = machine.objects[usize::from(object.0)].value;
        machine.note_look(object, value);
        let shown = machine.shown(object, value);
        machine.saw(me, shown);
        value
    })
}
