//! A step by its meaning, so that a schedule survives edits of the program.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{machine::Machine, object::ThreadId, operation::Operation};

/// One step: a thread, its operation, the object, and the number of times.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Token {
    /// The thread, by its name.
    pub thread: String,
    /// The operation, by its name.
    pub operation: String,
    /// The object, as C names it.
    pub object: String,
    /// The number of this use among those of this kind by this thread at this object, from 1.
    pub nth: u32,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.thread, self.operation, self.object)?;
        if self.nth > 1 { write!(f, " #{}", self.nth) } else { Ok(()) }
    }
}

/// Names steps, counting how often each was taken.
#[derive(Default)]
pub(crate) struct Tokens {
    // Only looked up, never iterated: its order cannot leak.
    times: HashMap<(u8, &'static str, u16, u64), u32>,
}

impl Tokens {
    /// The name of the step that `thread` stands before.
    pub(crate) fn next(&self, machine: &Machine, thread: ThreadId, operation: Operation) -> Token {
        let times = self.times.get(&Self::key(thread, operation)).copied().unwrap_or(0);
        Token {
            thread: machine.thread_name(thread),
            operation: operation.kind.name().to_string(),
            object: machine.operand_name(operation),
            nth: times + 1,
        }
    }

    /// The step was taken.
    pub(crate) fn taken(&mut self, thread: ThreadId, operation: Operation) {
        *self.times.entry(Self::key(thread, operation)).or_insert(0) += 1;
    }

    fn key(thread: ThreadId, operation: Operation) -> (u8, &'static str, u16, u64) {
        let child = if operation.names_thread() { operation.argument } else { 0 };
        (thread.0, operation.kind.name(), operation.object.0, child)
    }
}
