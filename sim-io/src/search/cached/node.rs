//! A choice of the current schedule, and the other threads that must be tried in its place.
//!
//! A node begins with one thread. When all that comes after its step has been
//! explored, each thread that did something there that does not commute with the step is
//! tried as well: without the step, that might have come first. A thread that cannot
//! move stands for those that may let it. In the end the threads tried are a
//! persistent set (P. Godefroid, LNCS 1032), found as in C. Flanagan,
//! P. Godefroid: Dynamic partial-order reduction for model checking software,
//! POPL 2005, with summaries of states as in Y. Yang et al.: Efficient stateful
//! dynamic partial order reduction, SPIN 2008.

use serde::{Deserialize, Serialize};

use crate::{
    machine::Machine,
    object::{ThreadId, ThreadSet, contains, threads},
};

use super::{
    super::{
        dpor::Event,
        lasso::Point,
        path::{Choice, choose_first},
    },
    causes::Causes,
    need::{Need, needs},
    summary::{Prepended, Rivals, Summaries, Summary},
    wakes::Wakes,
};

/// A step that need not be explored, because it was explored further up.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Sleeper {
    pub(super) event: Event,
    /// The threads that might come to an access that does not commute with it.
    pub(super) rivals: Rivals,
    /// The accesses made after it there.
    pub(super) below: Summary,
    /// `below` and the accesses of the step.
    pub(super) whole: Summary,
}

/// The creators of each thread, as far as the search has seen.
pub(super) type Creators = Vec<ThreadSet>;

/// A choice of the current schedule.
#[derive(Serialize, Deserialize)]
pub(super) struct Node {
    pub(super) digest: u64,
    pub(super) chosen: ThreadId,
    /// Threads that are still to be explored from here, without the chosen one.
    pub(super) todo: ThreadSet,
    /// Threads that were explored from here, and the chosen one.
    pub(super) explored: ThreadSet,
    /// All that must be tried, asleep or not.
    pub(super) members: ThreadSet,
    pub(super) enabled: ThreadSet,
    pub(super) needs: Vec<(ThreadId, Need)>,
    pub(super) sleep: Vec<Sleeper>,
    /// The step that the chosen thread took, once it is known.
    pub(super) taken: Option<Event>,
    /// The steps that it certainly comes before.
    pub(super) wakes: Wakes,
    /// True if that step commutes with all that can ever happen.
    pub(super) alone: bool,
    /// The accesses made below it.
    pub(super) below: Summary,
    /// The accesses made from here, as far as it is explored.
    pub(super) summary: Summary,
}

impl Choice for Node {
    fn chosen(&self) -> ThreadId {
        self.chosen
    }

    fn choose_next(&mut self) -> bool {
        let more = choose_first(&mut self.chosen, &mut self.todo);
        self.explored |= 1 << self.chosen.0;
        more
    }
}

impl Node {
    pub(super) fn new(
        machine: &Machine,
        digest: u64,
        enabled: ThreadSet,
        chosen: ThreadId,
        sleep: Vec<Sleeper>,
    ) -> Node {
        // Where only one can move, no other thread is ever tried in its place.
        let one_way = enabled == 1 << chosen.0;
        let needs = if one_way { vec![] } else { needs(machine, enabled) };
        Node {
            digest,
            chosen,
            todo: 0,
            explored: 1 << chosen.0,
            members: 1 << chosen.0,
            enabled,
            needs,
            sleep,
            taken: None,
            wakes: Wakes::default(),
            alone: false,
            below: Summary::NOTHING,
            summary: Summary::NOTHING,
        }
    }

    /// Marks every thread as one to be tried from here.
    pub(super) fn leave_nothing_out(&mut self) {
        self.sleep.clear();
        self.alone = false;
        self.members = self.enabled;
        self.todo = self.enabled & !self.explored;
    }

    /// The state that it was made in, and the step from it.
    pub(super) fn point(&self) -> Point {
        Point { digest: self.digest, enabled: self.enabled, taken: self.chosen }
    }

    /// Returns true if another thread may have to be tried.
    pub(super) fn may_branch(&self) -> bool {
        let asleep = self.sleep.iter().fold(0, |set, sleeper| set | 1 << sleeper.event.thread.0);
        self.enabled & !asleep & !self.explored != 0 || self.todo != 0
    }

    /// Closes the node when all after the chosen step is explored: adds the threads to try.
    pub(super) fn close(
        &mut self,
        summaries: &mut Summaries,
        creators: &[ThreadSet],
        causes: Option<&mut Causes>,
    ) {
        let Some(event) = self.taken.take() else { return };
        let Prepended { whole, rivals } = summaries.prepend(&event, &self.wakes, self.below);
        self.summary = summaries.union(self.summary, whole);
        if !self.alone {
            self.grow(&event, rivals, summaries, creators, causes);
        }
        self.sleep.push(Sleeper { event, rivals, below: self.below, whole });
        self.below = Summary::NOTHING;
        self.alone = false;
    }

    fn grow(
        &mut self,
        event: &Event,
        rivals: Rivals,
        summaries: &Summaries,
        creators: &[ThreadSet],
        mut causes: Option<&mut Causes>,
    ) {
        let mut steps = vec![(event.clone(), rivals, self.below)];
        while let Some((event, rivals, below)) = steps.pop() {
            for thread in threads(self.needed(event.thread, rivals, below, summaries, creators)) {
                if contains(self.members, thread) {
                    continue;
                }
                self.members |= 1 << thread.0;
                if let Some(causes) = &mut causes {
                    causes.add(thread, &event, below, summaries);
                }
                // A thread that sleeps is not tried, but what does not commute with it is.
                match self.sleep.iter().find(|sleeper| sleeper.event.thread == thread) {
                    Some(sleeper) => {
                        steps.push((sleeper.event.clone(), sleeper.rivals, sleeper.below));
                    }
                    None => self.todo |= 1 << thread.0,
                }
            }
        }
    }

    /// The enabled threads that might, while `mover` stands still, come to what does
    /// not commute with its step.
    fn needed(
        &self,
        mover: ThreadId,
        rivals: Rivals,
        below: Summary,
        summaries: &Summaries,
        creators: &[ThreadSet],
    ) -> ThreadSet {
        let mut wanted = match rivals {
            Rivals::Anybody => return self.enabled,
            Rivals::Threads(threads) => threads,
        };
        let (mut seen, mut needed): (ThreadSet, ThreadSet) = (1 << mover.0, 0);
        while wanted & !seen != 0 {
            let thread = ThreadId((wanted & !seen).trailing_zeros() as u8);
            seen |= 1 << thread.0;
            if contains(self.enabled, thread) {
                needed |= 1 << thread.0;
            } else if let Some((_, need)) = self.needs.iter().find(|(id, _)| *id == thread) {
                let creators = creators[usize::from(thread.0)];
                wanted |= need.helpers(creators, below, mover, summaries);
            }
        }
        needed
    }
}
