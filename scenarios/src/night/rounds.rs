//! The order of a night's runs: in rounds, of which each comes back to some worlds that no run
//! has exhausted, and draws others.
//!
//! The next run follows from the seed and from what the runs before it have exhausted, and from
//! nothing else: a night that goes on later has the runs that it would have had.

use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::run_number;

/// The worlds that a round draws. To exhaust one, or to find out that it is large, takes about
/// as long as eighty samples.
const DRAWN: u64 = 32;

/// The most runs of a round in worlds that were drawn before.
const AGAIN: usize = 224;

/// The most runs of a round in one of them.
const AGAIN_EACH: usize = 4;

/// The most worlds that are remembered to come back to: memory stays bounded.
const OPEN_MAX: usize = 4_096;

/// Fate of a world that was not exhausted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// It comes again with other seeds.
    ComesAgain,
    /// Nothing: every run draws.
    IsLeft,
}

/// Reason why a run is in its world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// It was drawn for this run.
    Drawn,
    /// The run of this number drew it, and did not exhaust it.
    Again {
        /// The number of that run.
        drawn_by: u64,
    },
}

/// A run that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its number.
    pub number: u64,
    /// The reason why it is in its world.
    pub visit: Visit,
}

/// A world to come back to.
#[derive(Clone, Copy, Debug)]
struct World {
    drawn_by: u64,
    visits: u64,
}

/// Progress of a night.
#[derive(Clone, Debug)]
pub struct Rounds {
    seed: u64,
    open: Open,
    /// The worlds that earlier rounds have drawn.
    drawn: u64,
    /// The runs of this round, and how many of them are done.
    plan: Vec<Planned>,
    next: usize,
    /// The runs that are done in all.
    done: u64,
    worlds: Vec<World>,
}

impl Rounds {
    /// Those of a night that begins.
    pub fn new(seed: u64, open: Open) -> Rounds {
        let mut rounds =
            Rounds { seed, open, drawn: 0, plan: vec![], next: 0, done: 0, worlds: vec![] };
        rounds.begin();
        rounds
    }

    /// Returns them after `done` runs, of which those with the numbers `open` drew a world and did
    /// not exhaust it.
    pub fn after(self, done: u64, open: &BTreeSet<u64>) -> Rounds {
        let mut rounds = self;
        while rounds.done < done {
            let is_open = open.contains(&rounds.plan[rounds.next].number);
            rounds.advance(is_open);
        }
        rounds
    }

    /// Returns the fate of open worlds, which says whether it matters which those are.
    pub fn open(&self) -> Open {
        self.open
    }

    /// The runs that are done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// The runs that are left of this round.
    pub fn planned(&self) -> Vec<Planned> {
        self.plan[self.next..].to_vec()
    }

    /// The next run is done; says whether its world is still open.
    pub fn advance(&mut self, is_open: bool) {
        let run = self.plan[self.next];
        if is_open && run.visit == Visit::Drawn && self.open == Open::ComesAgain {
            self.worlds.push(World { drawn_by: run.number, visits: 0 });
        }
        self.next += 1;
        self.done += 1;
        if self.next == self.plan.len() {
            self.drawn += DRAWN;
            self.begin();
        }
    }

    /// Plans the next round.
    fn begin(&mut self) {
        self.plan.clear();
        self.next = 0;
        // Those that were visited least come first, and those visited most are forgotten.
        self.worlds.sort_by_key(|world| world.visits);
        self.worlds.truncate(OPEN_MAX);
        let runs = AGAIN.min(self.worlds.len() * AGAIN_EACH);
        for at in 0..runs {
            let least = at % self.worlds.len();
            let world = &mut self.worlds[least];
            world.visits += 1;
            let (number, drawn_by) = (again(world.drawn_by, world.visits), world.drawn_by);
            self.plan.push(Planned { number, visit: Visit::Again { drawn_by } });
        }
        let drawn = self.drawn..self.drawn + DRAWN;
        let planned = |index| Planned { number: run_number(self.seed, index), visit: Visit::Drawn };
        self.plan.extend(drawn.map(planned));
    }
}

/// The number of the run that comes back for the `nth` time to the world that a run has drawn.
fn again(drawn_by: u64, nth: u64) -> u64 {
    let mut rng = ChaCha8Rng::seed_from_u64(drawn_by);
    rng.set_stream(nth);
    rng.next_u64()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{OPEN_MAX, Open, Planned, Rounds, Visit};

    /// The runs of a night, of which some leave their world open.
    fn runs(rounds: &mut Rounds, count: u64, open: &mut BTreeSet<u64>) -> Vec<Planned> {
        (0..count)
            .map(|_| {
                let run = rounds.planned()[0];
                let is_open = run.number.is_multiple_of(3);
                if is_open {
                    open.insert(run.number);
                }
                rounds.advance(is_open);
                run
            })
            .collect()
    }

    #[test]
    fn a_night_that_goes_on_has_the_runs_that_it_would_have_had() {
        let mut open = BTreeSet::new();
        let mut rounds = Rounds::new(7, Open::ComesAgain);
        let all = runs(&mut rounds, 900, &mut open);
        for done in [0, 1, 64, 65, 300, 777] {
            let mut later = Rounds::new(7, Open::ComesAgain).after(done, &open);
            let rest = runs(&mut later, 900 - done, &mut BTreeSet::new());
            assert_eq!(rest, all[done as usize..]);
        }
        assert!(all.iter().any(|run| run.visit != Visit::Drawn));
    }

    #[test]
    fn nothing_comes_again_where_nothing_shall() {
        let all = runs(&mut Rounds::new(7, Open::IsLeft), 900, &mut BTreeSet::new());
        assert!(all.iter().all(|run| run.visit == Visit::Drawn));
        let numbers: BTreeSet<u64> = all.iter().map(|run| run.number).collect();
        assert_eq!(numbers.len(), all.len(), "each has its own number");
    }

    #[test]
    fn no_more_worlds_are_remembered_than_there_is_room_for() {
        let mut rounds = Rounds::new(1, Open::ComesAgain);
        for _ in 0..100_000 {
            rounds.advance(true);
        }
        assert!(rounds.worlds.len() <= OPEN_MAX + 64);
    }
}
