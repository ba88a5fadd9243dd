//! What one execution has shown.

use crate::{
    machine::{End, Machine},
    violation::Violation,
};

/// What one execution has shown, apart from the machine that ran it.
pub(crate) struct Observation {
    pub(super) steps: u64,
    /// What kind of schedule it was; nothing if it was abandoned.
    pub(super) class: Option<u64>,
    pub(super) outcome: Option<String>,
    pub(super) violations: Vec<Violation>,
    /// Who took its steps, if anything was broken.
    pub(super) schedule: Vec<u8>,
    /// What the engine calls it, if it has a name for it.
    pub(super) name: Option<String>,
}

impl Observation {
    /// What `machine` shows at the end of an execution. It is there no more afterwards.
    pub(crate) fn of(machine: &mut Machine, end: End) -> Self {
        let class = match end {
            End::Abandoned => None,
            End::Finished | End::Stuck | End::TooLong => Some(machine.class()),
        };
        // What a dead process would have come to says nothing.
        let outcome = machine.outcome.take().filter(|_| !machine.has_crashed());
        let violations = std::mem::take(&mut machine.violations);
        let broken = !violations.is_empty();
        Observation {
            steps: machine.schedule.len() as u64,
            class,
            outcome,
            violations,
            schedule: if broken { machine.schedule.clone() } else { vec![] },
            name: None,
        }
    }

    /// The same, under the engine's own name.
    pub(crate) fn named(self, name: Option<String>) -> Self {
        Observation { name, ..self }
    }
}
