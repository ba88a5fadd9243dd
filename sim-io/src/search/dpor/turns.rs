//! Rounds whose schedules run one after the other, on a kernel that runs one at a time.

use std::ops::ControlFlow;

use super::{course::Course, rounds::Rounds};
use crate::{
    machine::{End, Machine},
    object::{ThreadId, ThreadSet},
    search::strategy::{Coverage, Strategy},
};

/// The slots of a search that shall see something new soon, rather than all there
/// is: with 16, which are faster, several bugs take two or three times as many schedules.
const WIDE: usize = 32;

/// Optimal-DPOR: the schedules that [`Rounds`] run side by side, in their order.
pub(crate) struct Turns {
    rounds: Rounds,
    /// The slot whose schedule runs.
    slot: usize,
}

impl Turns {
    pub(crate) fn new() -> Self {
        Turns { rounds: Rounds::new(), slot: 0 }
    }

    /// Turns with many slots, so that something different soon runs.
    pub(crate) fn wide() -> Self {
        Turns { rounds: Rounds::with_slots([WIDE, 0]), slot: 0 }
    }

    /// Goes on to the first slot from `from` on that has something to run.
    fn go_on_from(&mut self, from: usize) -> bool {
        let slots = self.rounds.slots();
        let next = (from..slots.len()).find(|slot| slots[*slot].is_busy);
        self.slot = next.unwrap_or(self.slot);
        next.is_some()
    }

    /// Ends the round that was run; returns true if there is another.
    fn next_round(&mut self) -> bool {
        self.take_in();
        // The strategy does not know how many schedules there may still be.
        self.rounds.round().1.begin(u64::MAX);
        self.rounds.turn();
        if self.rounds.is_on() {
            return true;
        }
        self.take_in();
        self.rounds.begin(u64::MAX)
    }

    /// Takes in what the other part has left behind; what it has shown was seen at once.
    fn take_in(&mut self) {
        let enough = self.rounds.round().1.take_in(|_| ControlFlow::Continue(()));
        debug_assert!(enough.is_continue(), "nothing is shown here");
    }

    fn course(&mut self) -> &mut Course {
        let course = self.rounds.slots()[self.slot].course.as_mut();
        course.expect("nobody else runs it")
    }
}

impl Strategy for Turns {
    fn begin(&mut self) -> bool {
        // Before the first round no slot is busy.
        if self.go_on_from(self.slot + 1) {
            return true;
        }
        self.next_round() && self.go_on_from(0)
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        self.course().pick(machine, enabled, current)
    }

    fn end(&mut self, machine: &Machine, end: End) {
        self.course().end(machine, end);
    }

    fn needs_footprints(&self) -> bool {
        true
    }

    fn coverage(&self) -> Coverage {
        Coverage::Everything
    }
}
