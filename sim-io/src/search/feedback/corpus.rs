//! The executions worth varying.

use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;

use crate::{
    machine::mix,
    object::{MAX_THREADS, ThreadId},
    search::pairs::Pairs,
};

/// The number of priorities that each thread has had.
pub(super) type Draws = [u32; MAX_THREADS];

/// The most executions that are kept: each schedule looks at all of them.
const KEPT_MAX: usize = 1 << 8;

/// The most priorities that differ from those of the first ancestor.
const CHANGES_MAX: usize = 64;

/// The share of low priorities among those drawn again: all but one of so many. Many bugs
/// need a thread that is late for long, which others seldom make it.
const LATE: u32 = 5;

/// One priority in about `2^LOW` is below a low one. A thread that spins until
/// the late one goes on has a new priority with each step, and so ends.
const LOW: u32 = 8;

/// The source of every priority of an execution.
#[derive(Clone, Default)]
pub(super) struct Genome {
    seed: u64,
    /// Thread, number and priority where it is not what the seed gives.
    changes: Vec<(ThreadId, u32, u64)>,
}

/// An execution that showed something new.
struct Kept {
    genome: Genome,
    draws: Draws,
    /// The pair that was new.
    pair: usize,
}

/// The executions that showed something new.
#[derive(Default)]
pub(super) struct Corpus {
    kept: Vec<Kept>,
}

impl Genome {
    /// The priority that `thread` gets as its `nth`.
    pub(super) fn priority(&self, thread: ThreadId, nth: u32) -> u64 {
        let changed = self.changes.iter().rev().find(|(who, at, _)| (*who, *at) == (thread, nth));
        let given = || mix(self.seed, u64::from(thread.0) << 32 | u64::from(nth));
        changed.map_or_else(given, |(_, _, priority)| *priority)
    }

    fn fresh(rng: &mut ChaCha8Rng) -> Self {
        Genome { seed: rng.next_u64(), changes: vec![] }
    }

    /// Returns a copy with another priority in one place, or with a coin for each, some more.
    fn varied(&self, draws: &Draws, rng: &mut ChaCha8Rng) -> Self {
        let mut genome = self.clone();
        loop {
            let (thread, nth) = any_draw(draws, rng);
            genome.changes.push((thread, nth, any_priority(rng)));
            if rng.random() {
                break;
            }
        }
        let too_many = genome.changes.len().saturating_sub(CHANGES_MAX);
        genome.changes.drain(..too_many);
        genome
    }
}

/// Returns any of the priorities that were drawn.
fn any_draw(draws: &Draws, rng: &mut ChaCha8Rng) -> (ThreadId, u32) {
    let mut nth = rng.random_range(0..draws.iter().sum());
    for (id, draws) in draws.iter().enumerate() {
        if nth < *draws {
            return (ThreadId(id as u8), nth);
        }
        nth -= draws;
    }
    unreachable!("a number below the sum is below one of its terms")
}

fn any_priority(rng: &mut ChaCha8Rng) -> u64 {
    let priority = rng.next_u64();
    if rng.random_range(0..LATE) > 0 { (priority | 1 << 63) >> LOW } else { priority }
}

impl Corpus {
    /// The genome to run next: with a coin, a variation of the execution whose pair
    /// was seen least, or something else altogether.
    pub(super) fn next(&self, pairs: &Pairs, rng: &mut ChaCha8Rng) -> Genome {
        let rarest = self.kept.iter().min_by_key(|kept| pairs.times(kept.pair));
        match rarest {
            Some(kept) if rng.random() => kept.genome.varied(&kept.draws, rng),
            Some(_) | None => Genome::fresh(rng),
        }
    }

    /// Keeps an execution that was the first to show `pair`, if need be instead
    /// of that whose pair was seen most.
    pub(super) fn add(&mut self, genome: Genome, draws: Draws, pair: usize, pairs: &Pairs) {
        let kept = Kept { genome, draws, pair };
        if self.kept.len() < KEPT_MAX {
            self.kept.push(kept);
        } else if let Some(commonest) = self.kept.iter_mut().max_by_key(|k| pairs.times(k.pair)) {
            *commonest = kept;
        }
    }
}
