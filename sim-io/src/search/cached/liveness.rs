//! Livelocks: from the first cycle of states on, every step is explored.

use super::{Cached, circles::Circles, node::Node, tour::Tour};
use crate::object::{ThreadId, ThreadSet};

impl Cached {
    /// Leaves nothing out from here on: the first cycle was met. What is explored by now leads to
    /// none (ARCHITECTURE.md says why).
    pub(super) fn leave_nothing_out(&mut self) {
        if self.circles.is_some() {
            return;
        }
        let mut circles = Circles::default();
        let mut by = None;
        for node in self.path.iter_mut() {
            node.leave_nothing_out();
            circles.enter(node.digest, node.enabled, by);
            by = Some(node.chosen);
        }
        self.circles = Some(circles);
    }

    /// Comes back to a state, from which nothing need be explored. If it closes a cycle in which
    /// there is a livelock, the execution goes round that.
    pub(super) fn come_back(&mut self, digest: u64, enabled: ThreadSet) -> Option<ThreadId> {
        let by = self.path.last()?.chosen;
        let round = self.circles.as_mut()?.meet(digest, by)?;
        self.tour = Some(Tour::new(round));
        self.go_round(digest, enabled)
    }

    /// The next step of the way round, or none where it has shown a livelock.
    pub(super) fn go_round(&mut self, digest: u64, enabled: ThreadSet) -> Option<ThreadId> {
        self.tour.as_mut()?.next(digest, enabled, self.path.iter().rev().map(Node::point))
    }
}
