//! Mishaps: what goes wrong from outside, as a reader wants to see it.
//!
//! A fault of the world is no step: it is a value, decided before the execution begins. A
//! recording notes where it strikes, and no search pays for that.

use crate::{engine, machine::Machine, object::ThreadId};

/// Something that went wrong from outside: an operation that failed, or that blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mishap {
    /// The number of steps that the execution had taken.
    pub after_step: usize,
    /// The thread that it happened to.
    pub thread: String,
    /// The QEMU function that the thread was in.
    pub function: &'static str,
    /// The mishap in words.
    pub what: String,
}

/// Notes that something goes wrong from outside, if there is a reader.
#[cold]
pub fn mishap(what: impl FnOnce() -> String) {
    if engine::with(|machine, _| machine.mishaps.is_some()) {
        let what = what();
        engine::with(|machine, me| machine.note_mishap(me, what));
    }
}

impl Machine {
    fn note_mishap(&mut self, me: ThreadId, what: String) {
        let thread = &self.threads[usize::from(me.0)];
        let (name, function) = (thread.name, thread.function);
        let after_step = self.schedule.len();
        if let Some(mishaps) = &mut self.mishaps {
            mishaps.push(Mishap { after_step, thread: name.to_string(), function, what });
        }
    }
}
