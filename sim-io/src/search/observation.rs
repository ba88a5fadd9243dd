//! The results of one execution.

use crate::{
    machine::{End, Machine},
    violation::Violation,
};

/// The results of one execution, apart from the machine that ran it.
pub(crate) struct Observation {
    pub(super) steps: u64,
    /// The equivalence class of the schedule; none if it was abandoned.
    pub(super) class: Option<u64>,
    pub(super) outcome: Option<String>,
    pub(super) violations: Vec<Violation>,
    /// The threads that took its steps, if anything was broken.
    pub(super) schedule: Vec<u8>,
    /// The engine's name for it, if it has one.
    pub(super) name: Option<String>,
}

impl Observation {
    /// Takes the results from `machine` at the end of an execution. It has them no more afterwards.
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

    /// Returns the observation under the engine's own name.
    pub(crate) fn named(self, name: Option<String>) -> Self {
        Observation { name, ..self }
    }
}
