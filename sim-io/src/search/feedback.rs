//! Partial order sampling that remembers what was new.
//!
//! After D. Wolff, Z. Shi, G. J. Duck, U. Mathur, A. Roychoudhury: Greybox
//! fuzzing for concurrency testing, ASPLOS 2024. An execution that showed a
//! pair of operations racing in an order not seen before is kept, and varied:
//! most of its priorities stay, a few are drawn again. Those whose pair was
//! seen least are varied first.
//!
//! An execution is kept as its priorities and not its schedule, each under its thread
//! and number. So a variation leaves alone all steps that do not race with it.

mod corpus;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use self::corpus::{Corpus, Draws, Genome};
use super::{
    pairs::Pairs,
    pos::renewed_by,
    strategy::{Coverage, Strategy, threads},
};
use crate::{
    machine::{End, Machine},
    object::{MAX_THREADS, ThreadId, ThreadSet},
};

/// Runs the operation of highest priority, and varies what was new.
pub(crate) struct Feedback {
    rng: ChaCha8Rng,
    corpus: Corpus,
    pairs: Pairs,
    /// The source of every priority of this execution.
    genome: Genome,
    priorities: [u64; MAX_THREADS],
    /// The number of priorities that each thread has had.
    draws: Draws,
}

impl Feedback {
    pub(crate) fn new(seed: u64) -> Self {
        Feedback {
            rng: ChaCha8Rng::seed_from_u64(seed),
            corpus: Corpus::default(),
            pairs: Pairs::default(),
            genome: Genome::default(),
            priorities: [0; MAX_THREADS],
            draws: [0; MAX_THREADS],
        }
    }

    fn draw(&mut self, thread: ThreadId) {
        let id = usize::from(thread.0);
        self.priorities[id] = self.genome.priority(thread, self.draws[id]);
        self.draws[id] += 1;
    }
}

impl Strategy for Feedback {
    fn begin(&mut self) -> bool {
        self.genome = self.corpus.next(&self.pairs, &mut self.rng);
        self.draws = [0; MAX_THREADS];
        (0..MAX_THREADS).for_each(|id| self.draw(ThreadId(id as u8)));
        self.pairs.begin();
        true
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        let priority = |thread: &ThreadId| self.priorities[usize::from(thread.0)];
        let chosen = threads(enabled).max_by_key(priority)?;
        self.pairs.note(machine, chosen);
        renewed_by(machine, chosen).for_each(|thread| self.draw(thread));
        Some(chosen)
    }

    fn end(&mut self, machine: &Machine, _end: End) {
        // Threads that do not exist had a priority too.
        self.draws[machine.threads.len()..].fill(0);
        if let Some(pair) = self.pairs.end() {
            self.corpus.add(std::mem::take(&mut self.genome), self.draws, pair, &self.pairs);
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
