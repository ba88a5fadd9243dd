//! Reasons of deadlocks: a thread that the wait depends on, and how it stands.

use sim_io::{Fate, Stand, Violation};

/// A reason of a deadlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A thread of this name has ended, whichever way.
    Ended(&'static str),
    /// A thread has ended, and the last that it did, but for locks and plain memory, was done
    /// to an object.
    EndedAfter {
        /// The thread's name, without its number.
        thread: &'static str,
        /// A part of the object's name.
        object: &'static str,
    },
    /// A thread of this name was never created.
    NeverCreated(&'static str),
    /// A thread waits as well.
    Waits {
        /// The thread's name, without its number.
        thread: &'static str,
        /// A part of the name of the object that it waits at.
        object: &'static str,
    },
    /// No thread of this name was created for a number, though one of the other has ended.
    MissingAfter {
        /// The thread that is missing.
        thread: &'static str,
        /// The thread that has ended.
        ended: &'static str,
    },
    /// Neither thread was ever created for a number.
    Neither(&'static str, &'static str),
    /// No thread of the program ends the wait by its own work.
    Outside,
}

impl Why {
    /// True if it is the reason of `deadlock`.
    pub fn holds(self, deadlock: &Violation) -> bool {
        let of = |name: &str, stands: &dyn Fn(&Stand) -> bool| {
            deadlock.fates.iter().any(|fate| fate.role() == name && stands(&fate.stand))
        };
        match self {
            Why::MissingAfter { thread, ended } => missing(deadlock, thread, |fate| {
                fate.role() == ended && matches!(fate.stand, Stand::Ended(_))
            }),
            Why::Neither(thread, other) => missing(deadlock, thread, |fate| {
                fate.role() == other && fate.stand == Stand::NeverCreated
            }),
            Why::Outside => deadlock.fates.is_empty(),
            Why::Ended(thread) => of(thread, &|stand| matches!(stand, Stand::Ended(_))),
            Why::EndedAfter { thread, object } => of(thread, &|stand| match stand {
                Stand::Ended(Some(last)) => last.object.contains(object),
                Stand::Ended(None) | Stand::NeverCreated | Stand::Waits { .. } => false,
            }),
            Why::NeverCreated(thread) => of(thread, &|stand| *stand == Stand::NeverCreated),
            Why::Waits { thread, object } => of(thread, &|stand| match stand {
                Stand::Waits { object: at, .. } => at.contains(object),
                Stand::NeverCreated | Stand::Ended(_) => false,
            }),
        }
    }
}

/// True if a thread of the name `thread` was never created, and `holds` of another with the
/// same number.
fn missing(deadlock: &Violation, thread: &str, holds: impl Fn(&Fate) -> bool) -> bool {
    let absent = |fate: &&Fate| fate.role() == thread && fate.stand == Stand::NeverCreated;
    let like =
        |one: &Fate| deadlock.fates.iter().any(|fate| fate.number() == one.number() && holds(fate));
    deadlock.fates.iter().filter(absent).any(like)
}
