//! Threads that end waits, as a program tells them.

use crate::{engine, object::Name};

/// The threads that can end a wait at some objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acts {
    /// The name of the objects, without the numbers in it: `params[].sem`.
    pub at: &'static str,
    /// The names of the threads, without their numbers. Empty where no thread of the program
    /// ends the wait by its own work.
    pub by: &'static [&'static str],
    /// The threads of these names that can.
    pub which: Which,
}

/// The threads of a name that are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// The one that has the number of the object.
    SameNumber,
}

/// Tells the threads that end waits: a deadlock then names those that its waits depend on,
/// instead of all. For the first thread of a program, before it creates another.
pub fn declare_acts(acts: &'static [Acts]) {
    engine::with(|machine, _| machine.acts = acts);
}

impl Acts {
    /// The entry for the waits at `object`.
    pub(crate) fn at(acts: &'static [Acts], object: &str) -> Option<&'static Acts> {
        let object = super::without_digits(object);
        acts.iter().find(|acts| acts.at == object)
    }

    /// True if `thread` can end a wait at `object`.
    pub(crate) fn has(&self, thread: Name, object: &str) -> bool {
        let named = self.by.contains(&thread.base.trim_end_matches('_'));
        let numbered = match (self.which, thread.index) {
            (Which::SameNumber, Some(index)) => super::fate::first_number(object) == Some(index),
            (Which::SameNumber | Which::All, _) => true,
        };
        named && numbered
    }
}
