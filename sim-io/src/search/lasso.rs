//! Schedules that come back to a state: which of them could go on like that for ever.
//!
//! A cycle of states is a livelock if it is weakly fair: every thread takes a
//! step in it, or cannot take one somewhere in it. A cycle in which some thread
//! could always go on and never does is no fault of the program, only of
//! the scheduler.

use serde::{Deserialize, Serialize};

use crate::object::{ThreadId, ThreadSet};

/// A state of a schedule, and the thread that took the step from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) digest: u64,
    pub(super) enabled: ThreadSet,
    pub(super) taken: ThreadId,
}

/// The threads to which a cycle is fair: those that take a step in it, and those that
/// cannot somewhere in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Served(ThreadSet);

impl Served {
    pub(super) const NOBODY: Served = Served(0);

    /// A state in which these could go on.
    pub(super) fn at(enabled: ThreadSet) -> Served {
        Served(!enabled)
    }

    /// A step.
    pub(super) fn by(thread: ThreadId) -> Served {
        Served(1 << thread.0)
    }

    pub(super) fn and(self, other: Served) -> Served {
        Served(self.0 | other.0)
    }

    /// Returns true if every thread is among them.
    pub(super) fn is_fair(self) -> bool {
        self.0 == ThreadSet::MAX
    }
}

/// The length of the shortest fair cycle that ends in the state `digest`, if
/// these are the points before it, the last first.
pub(super) fn fair_loop(digest: u64, back: impl Iterator<Item = Point>) -> Option<usize> {
    let mut served = Served::NOBODY;
    for (index, point) in back.enumerate() {
        served = served.and(Served::by(point.taken)).and(Served::at(point.enabled));
        if point.digest == digest && served.is_fair() {
            return Some(index + 1);
        }
    }
    None
}
