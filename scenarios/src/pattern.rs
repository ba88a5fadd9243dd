//! Which violations belong to a bug.

use model::rules::Rule;
use sim_io::{Breach, Violation};

use crate::why::Why;

/// What a violation has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Use of what was never allocated.
    UseBeforeInit,
    /// Use after free, or after destroy.
    UseAfterFree,
    /// Freed twice.
    DoubleFree,
    /// A join of a thread that was never created.
    JoinOfNothing,
    /// A thread that was never joined.
    NeverJoined,
    /// Memory that nobody freed.
    Leak,
    /// A mutex destroyed while locked.
    DestroyWhileLocked,
    /// A data race.
    DataRace,
    /// A deadlock, for this reason.
    Deadlock(Why),
    /// This assertion of QEMU.
    Assertion(&'static str),
    /// A rule of the model.
    Rule(Rule),
}

/// Violations that belong to a bug: of this kind, at such an object, in such a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The kind.
    pub wanted: Wanted,
    /// What the object's name contains.
    pub object: &'static str,
    /// What the function's name contains.
    pub function: &'static str,
}

impl Pattern {
    /// Whether `violation` is of this pattern.
    pub fn matches(&self, violation: &Violation) -> bool {
        self.wanted.is(violation)
            && violation.object.contains(self.object)
            && violation.function.contains(self.function)
    }
}

impl Wanted {
    fn is(self, violation: &Violation) -> bool {
        let breach = &violation.breach;
        match self {
            Wanted::UseBeforeInit => *breach == Breach::UseBeforeInit,
            Wanted::UseAfterFree => {
                matches!(breach, Breach::UseAfterFree | Breach::UseAfterDestroy)
            }
            Wanted::JoinOfNothing => *breach == Breach::JoinOfNothing,
            Wanted::NeverJoined => *breach == Breach::NeverJoined,
            Wanted::Leak => *breach == Breach::Leak,
            Wanted::DoubleFree => *breach == Breach::DoubleFree,
            Wanted::DestroyWhileLocked => *breach == Breach::DestroyWhileLocked,
            Wanted::DataRace => *breach == Breach::DataRace,
            Wanted::Deadlock(why) => *breach == Breach::Deadlock && why.holds(violation),
            Wanted::Assertion(condition) => *breach == Breach::Assertion(condition.to_string()),
            Wanted::Rule(rule) => *breach == Breach::Rule(rule.name.to_string()),
        }
    }
}
