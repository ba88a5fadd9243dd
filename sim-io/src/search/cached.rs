//! Search by states: a state that was reached before is not explored again.
//!
//! Depth first, with sleep sets as in P. Godefroid, Partial-order methods for
//! the verification of concurrent systems, LNCS 1032, and with persistent sets
//! that grow while the search goes on (see `cached/node.rs`). A state is stored
//! with the threads that were explored from it and those that slept; when it is
//! reached again, only those that must be tried and are awake now are explored.
//! States are told apart by a digest (see `machine/digest.rs`), and steps
//! commute if their footprints do.
//!
//! Clocks belong to one path and not to a state, so races and uses after free
//! are found by what threads have used since their last step: if two such uses
//! can be unordered, some schedule has them side by side.

mod causes;
mod circles;
mod liveness;
mod need;
mod node;
mod summary;
mod tour;
mod wakes;

use std::{collections::HashMap, io};

use serde::{Deserialize, Serialize};

pub use self::causes::Branching;
pub(crate) use self::summary::Reduction;
use self::{
    causes::Causes,
    circles::Circles,
    node::{Creators, Node, Sleeper},
    summary::{Summaries, Summary},
    tour::Tour,
    wakes::Wakes,
};
use super::{
    announced::accesses,
    digests::{ByDigest, MEMORY_MAX, bytes_of},
    dpor::{Event, independent_in_state},
    path::{Choice, Path},
    standing,
    strategy::{Coverage, Strategy, contains, threads},
};
use crate::{
    machine::{
        End, Judge, Machine,
        footprint::{Access, Grain, Mode},
    },
    object::{MAX_THREADS, ThreadId, ThreadSet},
};

/// The knowledge of a state.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Known {
    /// All that must be tried from it.
    members: ThreadSet,
    /// The threads among `members` that were explored.
    explored: ThreadSet,
    /// The accesses made from it; anything while it is being explored.
    summary: Summary,
}

impl Known {
    /// A state that is being explored: an execution that comes back to it goes no further.
    const EXPLORING: Known = Known { members: 0, explored: 0, summary: Summary::ANYTHING };

    fn is_being_explored(&self) -> bool {
        self.members == 0
    }
}

/// Search by states.
#[derive(Serialize, Deserialize)]
pub(crate) struct Cached {
    memory_max: u64,
    path: Path<Node>,
    /// The accesses that would be made from where the current execution ends.
    leaf: Summary,
    summaries: Summaries,
    /// The causes of branching, if they are counted.
    causes: Option<Causes>,
    creators: Creators,
    /// The components of the states, from when the first cycle was met: nothing
    /// is left out any more from then on.
    circles: Option<Circles>,
    /// The end of an execution that only goes round a livelock.
    #[serde(skip)]
    tour: Option<Tour>,
    // Only looked up and counted, never iterated: its order cannot leak.
    seen: HashMap<u64, Known, ByDigest>,
}

impl Cached {
    pub(crate) fn new(reduction: Reduction) -> Self {
        Cached {
            memory_max: MEMORY_MAX,
            path: Path::new(),
            leaf: Summary::NOTHING,
            summaries: Summaries::new(reduction),
            causes: None,
            creators: vec![0; MAX_THREADS],
            circles: None,
            tour: None,
            seen: HashMap::default(),
        }
    }

    fn is_full(&self) -> bool {
        bytes_of(&self.seen) + self.summaries.bytes() > self.memory_max
    }

    fn advance(&mut self) -> bool {
        while let Some(node) = self.path.last_mut() {
            node.close(&mut self.summaries, &self.creators, self.causes.as_mut());
            if node.choose_next() {
                return true;
            }
            self.leave();
        }
        false
    }

    /// Everything was explored from the last node.
    fn leave(&mut self) {
        let Some(node) = self.path.pop() else { return };
        if let Some(circles) = &mut self.circles {
            circles.leave();
        }
        let known = self.seen.get_mut(&node.digest).expect("a state that is explored is known");
        known.members |= node.members;
        known.explored |= node.explored;
        known.summary = node.summary;
        // An execution that comes here again goes on to the next known state: one way leads on.
        if self.circles.is_none() && known.members.count_ones() == 1 {
            self.seen.remove(&node.digest);
        }
        if let Some(above) = self.path.last_mut() {
            above.below = node.summary;
        }
    }

    /// The step of the node above is known now.
    fn complete_above(&mut self, machine: &Machine) {
        let Some((above, node)) = self.path.made_mut() else { return };
        if node.taken.is_some() {
            return;
        }
        let footprints = machine.footprints.as_ref().expect("a search by states notes them");
        let step = &machine.steps.as_ref().expect("and its steps")[above];
        let footprint = footprints.of(above);
        let event = Event::taken(step, footprint);
        node.wakes = Wakes::of(machine, &event);
        node.taken = Some(event);
        if step.creates() {
            let child = step.operation.argument as usize - 1;
            self.creators[child] |= 1 << step.thread.0;
        } else if self.circles.is_none() && machine.commutes_with_all(footprint) {
            // Nothing else need be tried in its place.
            node.alone = true;
            node.todo = 0;
        }
    }

    /// The steps that sleep in the state that was just reached.
    fn asleep(&mut self) -> Vec<Sleeper> {
        let above = self.path.last().filter(|_| self.circles.is_none());
        let Some(above) = above else { return vec![] };
        let taken = above.taken.as_ref().expect("the step above is known");
        let sleeps = |sleeper: &&Sleeper| independent_in_state(&sleeper.event, taken);
        let mut asleep: Vec<Sleeper> = above.sleep.iter().filter(sleeps).cloned().collect();
        for sleeper in &mut asleep {
            sleeper.whole = self.summaries.moved(sleeper.whole, taken);
        }
        asleep
    }

    /// The accesses that sleeping threads may make, and those after them.
    fn dreamt(&mut self, sleep: &[Sleeper]) -> Summary {
        let wholes = sleep.iter().map(|sleeper| sleeper.whole);
        wholes.fold(Summary::NOTHING, |all, whole| self.summaries.union(all, whole))
    }

    /// The accesses for which threads will wait for ever: without them, hangs would
    /// be missed.
    fn still_waiting(&mut self, machine: &Machine) -> Summary {
        let all = (0..machine.thread_count() as u8).map(ThreadId);
        all.fold(Summary::NOTHING, |all, thread| {
            let wait = self.summaries.of(thread, waits(machine, thread));
            self.summaries.union(all, wait)
        })
    }

    fn extend(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let digest = machine.digest();
        let known = self.seen.get(&digest).copied();
        if known.as_ref().is_some_and(Known::is_being_explored) {
            self.leave_nothing_out();
        }
        let sleep = self.asleep();
        let awake = sleep.iter().fold(enabled, |set, sleeper| set & !(1 << sleeper.event.thread.0));
        let dreamt = self.dreamt(&sleep);
        // Of a new state, one thread must be tried; whichever is awake will do.
        let new = Known { members: enabled, explored: 0, summary: Summary::NOTHING };
        let Known { members, explored, summary } = known.unwrap_or(new);
        let summary = self.summaries.union(summary, dreamt);
        let todo = members & !explored & awake;
        let preferred = contains(todo, current).then_some(current);
        let Some(chosen) = preferred.or_else(|| threads(todo).next()) else {
            self.leaf = summary;
            return self.come_back(digest, enabled);
        };
        self.seen.insert(digest, Known::EXPLORING);
        let node = Node::new(machine, digest, enabled, chosen, sleep);
        let mut node = match known {
            None => Node { summary, ..node },
            Some(_) => Node {
                todo: todo & !(1 << chosen.0),
                explored: explored | 1 << chosen.0,
                members,
                summary,
                ..node
            },
        };
        if let Some(circles) = &mut self.circles {
            if known.is_none() {
                node.leave_nothing_out();
            }
            circles.enter(digest, enabled, self.path.last().map(Choice::chosen));
        }
        self.path.push(node);
        Some(chosen)
    }
}

/// The accesses for which `thread` waits.
fn waits(machine: &Machine, thread: ThreadId) -> impl Iterator<Item = Access> {
    accesses(machine, thread).map(|access| match access.mode {
        // A read is waited for only by an await.
        Mode::Read => Access { mode: Mode::Await, ..access },
        _ => access,
    })
}

impl Strategy for Cached {
    fn begin(&mut self) -> bool {
        self.tour = None;
        let is_first = self.path.rewind();
        !self.is_full() && (is_first || self.advance())
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        if self.tour.is_some() {
            return self.go_round(machine.digest(), enabled);
        }
        self.complete_above(machine);
        self.path.again().or_else(|| self.extend(machine, enabled, current))
    }

    fn livelock(&self) -> Option<usize> {
        self.tour.as_ref()?.found()
    }

    fn end(&mut self, machine: &Machine, end: End) {
        // The last step has its footprint only now.
        self.complete_above(machine);
        match end {
            End::Abandoned => (),
            End::TooLong => self.leaf = Summary::ANYTHING,
            End::Finished | End::Stuck => self.leaf = self.still_waiting(machine),
        }
        if let Some(last) = self.path.last_mut() {
            last.below = self.leaf;
        }
    }

    fn goes_back_to(&self) -> Option<usize> {
        self.path.goes_back_to()
    }

    fn gone_back(&mut self, depth: usize) {
        self.path.gone_back(depth);
    }

    fn comes_back(&self) -> bool {
        self.path.made().is_some_and(|(_, node)| node.may_branch())
    }

    fn needs_footprints(&self) -> bool {
        true
    }

    fn grain(&self) -> Grain {
        match self.summaries.reduction() {
            Reduction::Ordered => Grain::Values,
            Reduction::Plain => Grain::Kinds,
        }
    }

    fn bound_memory(&mut self, bytes: u64) {
        self.memory_max = bytes;
    }

    fn count_branchings(&mut self) {
        self.causes.get_or_insert_default();
    }

    fn branchings(&self, machine: &Machine) -> Vec<Branching> {
        self.causes.as_ref().map_or(vec![], |causes| causes.by_object(machine))
    }

    fn needs_tracking(&self) -> Option<Judge> {
        Some(Judge::Windows)
    }

    fn keep(&self, out: &mut dyn io::Write) -> io::Result<()> {
        standing::write(self, out)
    }

    fn coverage(&self) -> Coverage {
        if self.is_full() { Coverage::Memory } else { Coverage::Everything }
    }
}
