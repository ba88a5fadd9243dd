//! The state before the first step, which is the same in every execution of a program.
//!
//! Until then the first thread declares the world, and the search has chosen nothing.
//! So it does that once, and every other execution begins with a copy.

use super::{Goal, Keep, Kernel, ledger, run::Execution, snapshot::Snapshot};
use crate::{machine::Machine, search::Program};

/// The state before the first step of a program.
pub(super) struct Origin {
    /// Its function stays where it is while there are copies of a thread that runs it.
    program: Program,
    snapshot: Snapshot,
}

impl Goal {
    /// The goal behind the first step: a search that notes footprints may come back.
    pub(super) fn behind_origin(machine: &Machine) -> Goal {
        if machine.footprints.is_some() { Goal::States } else { Goal::Nothing }
    }
}

impl Kernel {
    /// Returns true if `execution` can begin with a copy: it has no observer of what comes
    /// before the first step, and no search by states has its own way back.
    fn may_begin_copied(&self, execution: &Execution<'_>) -> bool {
        execution.begins_copied() && self.machine.tracking.is_none()
    }

    /// Begins with a copy, if there is one.
    pub(super) fn begin_copied(&mut self, execution: &Execution<'_>) -> bool {
        let kept = self.origin.take_if(|origin| origin.program.is_same(execution.program()));
        let Some(origin) = kept.filter(|_| self.may_begin_copied(execution)) else { return false };
        self.go_back_to(&origin.snapshot);
        self.origin = Some(origin);
        self.goal = Goal::behind_origin(&self.machine);
        true
    }

    /// The goal of an execution that runs from its beginning.
    pub(super) fn goal_of(&self, execution: &Execution<'_>) -> Goal {
        if self.may_begin_copied(execution) {
            Goal::Origin
        } else if execution.program().is_copyable() && self.machine.tracking.is_some() {
            Goal::States
        } else {
            Goal::Nothing
        }
    }

    /// Keeps what there is to be kept; every thread must be suspended.
    pub(super) fn keep(&mut self, program: &Program) {
        match std::mem::replace(&mut self.keep, Keep::Nothing) {
            Keep::State => self.save(),
            // What model code holds no copy would have.
            Keep::Origin if ledger::is_even() => {
                let mut snapshot = Snapshot::default();
                self.capture(&mut snapshot);
                self.origin = Some(Origin { program: program.clone(), snapshot });
            }
            Keep::Origin | Keep::Nothing => (),
        }
    }
}
