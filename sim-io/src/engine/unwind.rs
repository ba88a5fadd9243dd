//! The end of the threads of an execution that is over.
//!
//! A suspended thread that is merely forgotten leaks its stack and all that
//! is on it. So it is woken, and unwound from where it stands.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::search::panic_text;

/// Thrown through a thread whose execution is over.
struct Unwind;

/// Leaves the running thread. Silent: the panic hook does not see it.
pub(super) fn leave() -> ! {
    resume_unwind(Box::new(Unwind))
}

/// Runs a thread's function; returns the message of its panic, unless that was [`leave`].
pub(super) fn run(body: impl FnOnce()) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Err(panic) if !panic.is::<Unwind>() => Some(panic_text(&*panic)),
        Err(_) | Ok(()) => None,
    }
}
