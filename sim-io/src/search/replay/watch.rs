//! The end of a schedule in a livelock: a state that comes back.

use super::super::lasso::{Point, fair_loop};

/// Looks for the state that comes back.
#[derive(Default)]
pub(super) struct Watch {
    pub(super) points: Vec<Point>,
    /// The number of steps of the route; known once it has ended.
    route_ended: Option<usize>,
}

/// The rest of the execution, as far as the state tells it.
pub(super) enum Rest {
    Unknown,
    /// It goes on like its last steps, so many.
    Livelock(usize),
    /// It goes on as it did before, and starves a thread.
    Unfair,
}

impl Watch {
    /// The rest of the execution from the state `digest` after the route has ended.
    pub(super) fn rest(&mut self, digest: u64) -> Rest {
        let ended = *self.route_ended.get_or_insert(self.points.len());
        if let Some(length) = fair_loop(digest, self.points.iter().rev().copied()) {
            return Rest::Livelock(length);
        }
        let taken = |index: usize| index.checked_sub(1).map(|last| self.points[last].taken);
        let now = taken(self.points.len());
        // The next thread depends on the state, and on the last.
        let same = |index: &usize| self.points[*index].digest == digest && taken(*index) == now;
        match (ended..self.points.len()).any(|index| same(&index)) {
            true => Rest::Unfair,
            false => Rest::Unknown,
        }
    }
}
