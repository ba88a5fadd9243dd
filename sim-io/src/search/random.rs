//! Uniform choice among the enabled threads: a baseline, not a bug finder.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::strategy::{Coverage, Strategy, threads};
use crate::{
    machine::{End, Machine},
    object::{ThreadId, ThreadSet},
};

/// Chooses uniformly.
pub(crate) struct Random {
    rng: ChaCha8Rng,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random { rng: ChaCha8Rng::seed_from_u64(seed) }
    }
}

impl Strategy for Random {
    fn begin(&mut self) -> bool {
        true
    }

    fn pick(
        &mut self,
        _machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        let nth = self.rng.random_range(0..enabled.count_ones() as usize);
        threads(enabled).nth(nth)
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
