//! Partial order sampling.
//!
//! X. Yuan, J. Yang, R. Gu: Partial order aware concurrency sampling, CAV 2018.
//! Each announced operation has a random priority, and the highest enabled one
//! runs. Then whatever raced with it gets a fresh priority, so that the order
//! of the next race does not depend on how this one went; what did not race
//! keeps its own, so that steps which commute cost no randomness.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{
    announced::races,
    strategy::{Coverage, Strategy, threads},
};
use crate::{
    machine::{End, Machine},
    object::{MAX_THREADS, ThreadId, ThreadSet},
};

/// Runs the enabled operation of highest priority.
pub(crate) struct Pos {
    rng: ChaCha8Rng,
    /// The priority of each thread's announced step. 64 bits, so that no two are equal.
    priorities: [u64; MAX_THREADS],
}

impl Pos {
    pub(crate) fn new(seed: u64) -> Self {
        Pos { rng: ChaCha8Rng::seed_from_u64(seed), priorities: [0; MAX_THREADS] }
    }

    /// Begins another execution.
    pub(super) fn restart(&mut self) {
        for priority in &mut self.priorities {
            *priority = self.rng.next_u64();
        }
    }

    /// Chooses among `allowed`, which is not empty.
    pub(super) fn choose(&mut self, machine: &Machine, allowed: ThreadSet) -> ThreadId {
        let priority = |thread: &ThreadId| self.priorities[usize::from(thread.0)];
        let chosen = threads(allowed).max_by_key(priority).expect("a thread is enabled");
        for thread in renewed_by(machine, chosen) {
            self.priorities[usize::from(thread.0)] = self.rng.next_u64();
        }
        chosen
    }
}

/// The threads that the step of `chosen` gives new priorities: it will announce something
/// else, and a thread that races with it shall not remember how the race went.
///
/// Waiting threads race too: the step may let them go on.
pub(super) fn renewed_by(machine: &Machine, chosen: ThreadId) -> impl Iterator<Item = ThreadId> {
    let all = (0..machine.threads.len()).map(|id| ThreadId(id as u8));
    all.filter(move |thread| *thread == chosen || races(machine, chosen, *thread))
}

impl Strategy for Pos {
    fn begin(&mut self) -> bool {
        self.restart();
        true
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        Some(self.choose(machine, enabled))
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
