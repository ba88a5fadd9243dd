//! The end of an execution that goes once round a livelock, to show it.

use super::super::lasso::{Point, fair_loop};
use crate::object::{ThreadId, ThreadSet, contains};

/// A way round a component, as far as it was gone.
pub(super) struct Tour {
    /// The threads that take its steps, the last first.
    left: Vec<ThreadId>,
    /// The states that it came through.
    points: Vec<Point>,
    /// The number of steps since the state was the same, with a fair cycle in between.
    found: Option<usize>,
}

impl Tour {
    pub(super) fn new(mut round: Vec<ThreadId>) -> Self {
        round.reverse();
        Tour { left: round, points: vec![], found: None }
    }

    /// The thread that goes on, until the execution has been through a fair cycle; `before`
    /// has the points before the tour, the last first.
    pub(super) fn next(
        &mut self,
        digest: u64,
        enabled: ThreadSet,
        before: impl Iterator<Item = Point>,
    ) -> Option<ThreadId> {
        let back = self.points.iter().rev().copied().chain(before);
        self.found = fair_loop(digest, back);
        if self.found.is_some() {
            return None;
        }
        // Where a thread forgot what it needs, states may lead elsewhere than they did.
        let taken = self.left.pop().filter(|taken| contains(enabled, *taken))?;
        self.points.push(Point { digest, enabled, taken });
        Some(taken)
    }

    pub(super) fn found(&self) -> Option<usize> {
        self.found
    }
}
