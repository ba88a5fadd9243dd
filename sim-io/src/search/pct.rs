//! Probabilistic concurrency testing.
//!
//! S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte: A randomized
//! scheduler with probabilistic guarantees of finding bugs, ASPLOS 2010. Each
//! thread has a random priority, the highest enabled one runs, and at `d − 1`
//! random steps the running thread's priority drops below all others. The
//! length of a schedule, which the paper takes as given, is the longest seen.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::strategy::{Coverage, Strategy, threads};
use crate::{
    machine::{End, Machine},
    object::{MAX_THREADS, ThreadId, ThreadSet},
};

/// Runs the enabled thread of highest priority.
pub(crate) struct Pct {
    rng: ChaCha8Rng,
    depth: u8,
    priorities: [u32; MAX_THREADS],
    changes: Vec<usize>,
    step: usize,
    /// The longest schedule so far, counting steps at which there was a choice.
    length: usize,
    lowest: u32,
}

/// Priorities start above this, and drop below it.
const MIDDLE: u32 = 1 << 16;

impl Pct {
    pub(crate) fn new(seed: u64, depth: u8) -> Self {
        Pct {
            rng: ChaCha8Rng::seed_from_u64(seed),
            depth,
            priorities: [0; MAX_THREADS],
            changes: vec![],
            step: 0,
            length: 32,
            lowest: MIDDLE,
        }
    }

    fn highest(&self, enabled: ThreadSet) -> ThreadId {
        let priority = |thread: &ThreadId| self.priorities[usize::from(thread.0)];
        threads(enabled).max_by_key(priority).expect("a thread is enabled")
    }
}

impl Strategy for Pct {
    fn begin(&mut self) -> bool {
        self.step = 0;
        self.lowest = MIDDLE;
        for priority in &mut self.priorities {
            *priority = self.rng.random_range(MIDDLE + 1..u32::MAX);
        }
        let length = self.length;
        self.changes = (1..self.depth).map(|_| self.rng.random_range(0..length)).collect();
        true
    }

    fn pick(
        &mut self,
        _machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        let mut chosen = self.highest(enabled);
        if enabled.count_ones() > 1 {
            if self.changes.contains(&self.step) {
                self.lowest -= 1;
                self.priorities[usize::from(chosen.0)] = self.lowest;
                chosen = self.highest(enabled);
            }
            self.step += 1;
            self.length = self.length.max(self.step);
        }
        Some(chosen)
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
