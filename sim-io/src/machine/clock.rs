//! Vector clocks.

use crate::object::MAX_THREADS;

/// The number of steps of each thread that are known to have happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Clock([u16; MAX_THREADS]);

impl Clock {
    /// Nothing has happened.
    pub(crate) const ZERO: Clock = Clock([0; MAX_THREADS]);

    /// Learns all that `other` knows.
    #[inline]
    pub(crate) fn join(&mut self, other: &Clock) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// The steps of `thread` that are known.
    #[inline]
    pub(crate) fn of(&self, thread: usize) -> u16 {
        self.0[thread]
    }

    /// Another step of `thread`.
    #[inline]
    pub(crate) fn tick(&mut self, thread: usize) {
        self.0[thread] += 1;
    }

    /// Notes that `thread` had made `steps` steps.
    #[inline]
    pub(crate) fn set(&mut self, thread: usize, steps: u16) {
        self.0[thread] = steps;
    }

    /// The first thread of which `self` knows more than `other`.
    #[inline]
    pub(crate) fn first_beyond(&self, other: &Clock) -> Option<usize> {
        if self.is_within(other) {
            return None;
        }
        (0..MAX_THREADS).find(|&thread| self.0[thread] > other.0[thread])
    }

    /// Returns true if `other` knows all that `self` knows: without a branch for each thread,
    /// so that the processor compares several at a time.
    #[inline]
    fn is_within(&self, other: &Clock) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.fold(0, |beyond, (mine, theirs)| beyond | mine.saturating_sub(*theirs)) == 0
    }
}
