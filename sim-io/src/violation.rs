//! The violations: what was broken, where, and by which thread.

mod acts;
mod fate;
mod origin;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{
    acts::{Acts, Which, declare_acts},
    fate::{Fate, LastStep, Stand},
    origin::{Deed, Origin, Relation},
};

/// The kind of a breach. What C leaves undefined is recorded, and the
/// schedule goes on, so that one bug does not hide the next.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Breach {
    /// Memory, a lock or a semaphore was used before it was allocated or initialised.
    UseBeforeInit,
    /// Memory was used after it was freed, or not ordered before its free.
    UseAfterFree,
    /// A lock or a semaphore was used after it was destroyed.
    UseAfterDestroy,
    /// Memory was freed that was not allocated.
    DoubleFree,
    /// A reference was dropped that no thread held.
    RefCountBelowZero,
    /// Memory was still allocated when the last thread had ended.
    Leak,
    /// `qemu_thread_join` of a handle that no thread was ever stored in.
    JoinOfNothing,
    /// A thread was joined a second time.
    JoinTwice,
    /// A joinable thread was never joined.
    NeverJoined,
    /// A mutex was destroyed while a thread held it.
    DestroyWhileLocked,
    /// A semaphore was destroyed while a thread waited on it.
    DestroyWhileWaited,
    /// The memory of a mutex or a semaphore was freed before that was destroyed.
    NeverDestroyed,
    /// A mutex was unlocked by a thread that did not hold it.
    UnlockOfUnheld,
    /// Two accesses to plain memory, one a write, that nothing orders.
    DataRace,
    /// Some thread waits for what no thread will do.
    Deadlock,
    /// A state came back, and no thread was kept from running in between: it may
    /// go on like that for ever.
    Livelock,
    /// The schedule exceeded its limit of steps.
    TooLong,
    /// Something was unregistered that is not registered.
    NotRegistered,
    /// An `assert` of the C code failed.
    Assertion(String),
    /// A rule of the model does not hold.
    Rule(String),
    /// The model itself panicked: a bug of this program, not of QEMU.
    Internal(String),
}

impl Breach {
    /// Returns true if a real process would have died here. What a schedule shows
    /// afterwards, as threads that wait for the dead, is no finding.
    pub fn is_fatal(&self) -> bool {
        match self {
            Breach::UseBeforeInit
            | Breach::UseAfterFree
            | Breach::UseAfterDestroy
            | Breach::DoubleFree
            | Breach::RefCountBelowZero
            | Breach::JoinOfNothing
            | Breach::JoinTwice
            | Breach::DestroyWhileLocked
            | Breach::DestroyWhileWaited
            | Breach::UnlockOfUnheld
            | Breach::NotRegistered
            | Breach::Assertion(_)
            | Breach::Internal(_) => true,
            Breach::Leak
            | Breach::NeverJoined
            | Breach::NeverDestroyed
            | Breach::DataRace
            | Breach::Deadlock
            | Breach::Livelock
            | Breach::TooLong
            | Breach::Rule(_) => false,
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Breach::UseBeforeInit => "use before initialisation",
            Breach::UseAfterFree => "use after free",
            Breach::UseAfterDestroy => "use after destroy",
            Breach::DoubleFree => "double free",
            Breach::RefCountBelowZero => "reference count below zero",
            Breach::Leak => "leak",
            Breach::JoinOfNothing => "join of a thread that was never created",
            Breach::JoinTwice => "thread joined twice",
            Breach::NeverJoined => "thread never joined",
            Breach::DestroyWhileLocked => "mutex destroyed while locked",
            Breach::DestroyWhileWaited => "semaphore destroyed while waited on",
            Breach::NeverDestroyed => "freed and never destroyed",
            Breach::UnlockOfUnheld => "unlock of a mutex that is not held",
            Breach::DataRace => "data race",
            Breach::Deadlock => "deadlock",
            Breach::Livelock => "livelock",
            Breach::TooLong => "too many steps",
            Breach::NotRegistered => "unregistered what is not registered",
            Breach::Assertion(what) => return write!(f, "assertion failed: {what}"),
            Breach::Rule(what) => return write!(f, "broken: {what}"),
            Breach::Internal(what) => return write!(f, "internal bug of the model: {what}"),
        };
        f.write_str(text)
    }
}

/// A violation's breach, its object without numbers, its function, and its cause.
pub type Identity = ((Breach, String, String), String);

/// A breach, at an object, in a QEMU function, by a thread.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Violation {
    /// The kind of breach.
    pub breach: Breach,
    /// The object of the breach, as C names it.
    pub object: String,
    /// The QEMU function that ran.
    pub function: String,
    /// The thread that ran it.
    pub thread: String,
    /// More for a reader: which thread waits for what, which freed it.
    pub detail: String,
    /// For a deadlock: where each thread stands that could have ended the wait, or the wait
    /// of one that could have, and so on; in the order in which they depend on each other.
    #[serde(default)]
    pub fates: Vec<Fate>,
    /// Deeds that it comes of: the free before a use, the other access of a race, the
    /// allocation of what leaks. Empty for a deadlock.
    #[serde(default)]
    pub origins: Vec<Origin>,
}

impl Violation {
    /// The parts that tell this violation from others: indices and threads do not.
    pub fn key(&self) -> (Breach, String, String) {
        (self.breach.clone(), without_digits(&self.object), self.function.clone())
    }

    /// The key and the cause: what makes it distinct.
    pub fn identity(&self) -> Identity {
        (self.key(), self.cause())
    }

    /// True if it is the same as `other`, with the same cause if both tell one.
    pub fn is_like(&self, other: &Violation) -> bool {
        let (mine, theirs) = (self.cause(), other.cause());
        self.key() == other.key() && (mine.is_empty() || theirs.is_empty() || mine == theirs)
    }

    /// The cause in a line, equal for any number of threads of a kind: where those threads
    /// stand that a deadlock's wait depends on; the deeds that something else comes of; what
    /// a broken rule says. Empty where none of these is known.
    ///
    /// It speaks of the schedule, not of the state: a search by states that comes to one
    /// state by two ways tells the first.
    pub fn cause(&self) -> String {
        match self.breach {
            Breach::Deadlock => fate::signature(&self.fates),
            Breach::Rule(_) => without_digits(&self.detail),
            _ => origin::signature(&self.origins),
        }
    }
}

/// A thread's name without the number that tells it from others of its kind.
fn role(thread: &str) -> &str {
    thread.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_')
}

fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.breach, self.object)?;
        if !self.function.is_empty() {
            write!(f, " in {}", self.function)?;
        }
        if !self.thread.is_empty() && self.thread != self.object {
            write!(f, " by {}", self.thread)?;
        }
        if !self.detail.is_empty() {
            write!(f, " ({})", self.detail)?;
        }
        Ok(())
    }
}
