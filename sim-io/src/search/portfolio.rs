//! Several strategies that take turns.
//!
//! No strategy finds every bug soon: PCT finds what needs one thread to be late
//! for long, SURW what needs an unlikely order on a few objects, Optimal-DPOR
//! what hides behind a branch that random choice seldom takes. Where the
//! systematic one runs out of schedules, everything was seen and the search is
//! over.

use super::{
    dpor::Dpor,
    pct::Pct,
    strategy::{Coverage, Strategy},
    surw::Surw,
};
use crate::{
    machine::{End, Judge, Machine},
    object::{ThreadId, ThreadSet},
};

/// The members, and whose turn it is.
pub(crate) struct Portfolio {
    members: Vec<Box<dyn Strategy>>,
    turn: usize,
    /// What the member that ran out of schedules has covered.
    covered: Option<Coverage>,
}

impl Portfolio {
    pub(crate) fn new(seed: u64) -> Self {
        let members: Vec<Box<dyn Strategy>> =
            vec![Box::new(Pct::new(seed, 3)), Box::new(Surw::new(seed)), Box::new(Dpor::new())];
        // The first to begin is the first of the list.
        Portfolio { turn: members.len() - 1, members, covered: None }
    }

    fn current(&self) -> &dyn Strategy {
        &*self.members[self.turn]
    }
}

impl Strategy for Portfolio {
    fn begin(&mut self) -> bool {
        self.turn = (self.turn + 1) % self.members.len();
        let more = self.members[self.turn].begin();
        if !more {
            self.covered = Some(self.current().coverage());
        }
        more
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        self.members[self.turn].pick(machine, enabled, current)
    }

    fn end(&mut self, machine: &Machine, end: End) {
        self.members[self.turn].end(machine, end);
    }

    fn needs_footprints(&self) -> bool {
        self.current().needs_footprints()
    }

    fn needs_tracking(&self) -> Option<Judge> {
        self.current().needs_tracking()
    }

    fn coverage(&self) -> Coverage {
        self.covered.unwrap_or(Coverage::Sample)
    }
}
