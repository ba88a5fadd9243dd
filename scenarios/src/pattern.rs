//! Patterns of violations that belong to a bug.

use model::rules::Rule;
use sim_io::{Breach, Violation};

use crate::why::Why;

/// Kind that a violation has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Use of what was never allocated.
    UseBeforeInit,
    /// Use of what was freed, or destroyed, in this function.
    UseAfterFree(&'static str),
    /// Freed twice, and first in this function.
    DoubleFree(&'static str),
    /// A join of a thread that was never created.
    JoinOfNothing,
    /// A thread that was created in this function, and never joined.
    NeverJoined(&'static str),
    /// Memory that was freed with a lock or a semaphore in it that was not destroyed.
    NeverDestroyed,
    /// Memory that was allocated in this function, and never freed.
    Leak(&'static str),
    /// A mutex destroyed while a thread holds it in this function.
    DestroyWhileLocked(&'static str),
    /// A data race with an access in this function, whichever of the two comes first.
    DataRace(&'static str),
    /// A deadlock, for this reason.
    Deadlock(Why),
    /// This assertion of QEMU.
    Assertion(&'static str),
    /// A rule of the model, and a part of what it says.
    Rule(Rule, &'static str),
}

/// Violations that belong to a bug: of this kind, at such an object, in such a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The kind.
    pub wanted: Wanted,
    /// A part of the object's name.
    pub object: &'static str,
    /// A part of the function's name.
    pub function: &'static str,
}

impl Pattern {
    /// Returns true if `violation` is of this pattern.
    pub fn matches(&self, violation: &Violation) -> bool {
        violation.object.contains(self.object)
            && match self.wanted {
                Wanted::DataRace(other) => self.races(violation, other),
                wanted => wanted.is(violation) && violation.function.contains(self.function),
            }
    }

    /// Returns true if `violation` is a race of the two functions, in either order.
    fn races(&self, violation: &Violation, other: &str) -> bool {
        let function = violation.function.as_str();
        let between = |one: &str, two: &str| function.contains(one) && comes_of(violation, two);
        violation.breach == Breach::DataRace
            && (between(self.function, other) || between(other, self.function))
    }
}

impl Wanted {
    fn is(self, violation: &Violation) -> bool {
        let breach = &violation.breach;
        let by = |deed_in| comes_of(violation, deed_in);
        match self {
            Wanted::UseBeforeInit => *breach == Breach::UseBeforeInit,
            Wanted::UseAfterFree(deed_in) => {
                matches!(breach, Breach::UseAfterFree | Breach::UseAfterDestroy) && by(deed_in)
            }
            Wanted::NeverDestroyed => *breach == Breach::NeverDestroyed,
            Wanted::JoinOfNothing => *breach == Breach::JoinOfNothing,
            Wanted::NeverJoined(deed_in) => *breach == Breach::NeverJoined && by(deed_in),
            Wanted::Leak(deed_in) => *breach == Breach::Leak && by(deed_in),
            Wanted::DoubleFree(deed_in) => *breach == Breach::DoubleFree && by(deed_in),
            Wanted::DestroyWhileLocked(deed_in) => {
                *breach == Breach::DestroyWhileLocked && by(deed_in)
            }
            Wanted::DataRace(deed_in) => *breach == Breach::DataRace && by(deed_in),
            Wanted::Deadlock(why) => *breach == Breach::Deadlock && why.holds(violation),
            Wanted::Assertion(condition) => *breach == Breach::Assertion(condition.to_string()),
            Wanted::Rule(rule, says) => {
                *breach == Breach::Rule(rule.name.to_string()) && violation.detail.contains(says)
            }
        }
    }
}

/// True if `violation` comes of a deed in a function whose name contains `function`.
fn comes_of(violation: &Violation, function: &str) -> bool {
    violation.origins.iter().any(|origin| origin.function.contains(function))
}
