//! Search by states: a state that was reached before is not explored again.
//!
//! Depth first, with sleep sets as in P. Godefroid, Partial-order methods for
//! the verification of concurrent systems, LNCS 1032: a state is stored with
//! the threads that slept there, and when it is reached again, only those of
//! them that are awake now are explored. States are told apart by a digest
//! (see `machine/digest.rs`), and steps commute if their footprints do.
//!
//! Clocks belong to one path and not to a state, so races and uses after free
//! are found by what threads have used since their last step: if two such uses
//! can be unordered, some schedule has them side by side.
//!
//! A schedule whose process would have died is not followed any further.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    digests::{ByDigest, STATES_MAX},
    dpor::{Event, independent_in_state},
    strategy::{Coverage, Strategy, contains, threads},
};
use crate::{
    machine::{End, Machine},
    object::{ThreadId, ThreadSet},
};

/// A choice of the current schedule.
struct Node {
    chosen: ThreadId,
    /// Threads that are still to be explored from here, without the chosen one.
    todo: ThreadSet,
    /// Steps that need not be explored from here.
    sleep: Vec<Event>,
    /// The step that the chosen thread took, once it is known.
    taken: Option<Event>,
}

/// Search by states.
pub(crate) struct Cached {
    nodes: Vec<Node>,
    depth: usize,
    begun: bool,
    // Only looked up and counted, never iterated: its order cannot leak.
    seen: HashMap<u64, ThreadSet, ByDigest>,
}

impl Cached {
    pub(crate) fn new() -> Self {
        Cached { nodes: vec![], depth: 0, begun: false, seen: HashMap::default() }
    }

    fn is_full(&self) -> bool {
        self.seen.len() >= STATES_MAX
    }

    fn advance(&mut self) -> bool {
        while let Some(node) = self.nodes.last_mut() {
            node.sleep.extend(node.taken.take());
            if node.todo != 0 {
                node.chosen = ThreadId(node.todo.trailing_zeros() as u8);
                node.todo &= node.todo - 1;
                return true;
            }
            self.nodes.pop();
        }
        false
    }

    /// The step of the node above is known now.
    fn complete_above(&mut self, machine: &Machine) {
        let Some(above) = self.depth.checked_sub(1) else { return };
        let node = &mut self.nodes[above];
        if node.taken.is_none() {
            let footprints = machine.footprints.as_ref().expect("a search by states notes them");
            let steps = machine.steps.as_ref().expect("and its steps");
            let footprint = footprints.of(above);
            node.taken = Some(Event::taken(&steps[above], footprint));
            // What commutes with everything that can ever happen need not be
            // tried later: nothing else is explored from here.
            if !steps[above].creates() && machine.commutes_with_all(footprint) {
                node.todo = 0;
            }
        }
    }

    /// The steps that sleep in the state that was just reached.
    fn asleep(&self) -> Vec<Event> {
        let Some(above) = self.nodes.last() else { return vec![] };
        let taken = above.taken.as_ref().expect("the step above is known");
        above.sleep.iter().filter(|event| independent_in_state(event, taken)).cloned().collect()
    }

    /// What is to be explored from a state, given who sleeps in it now.
    fn unexplored(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        asleep: ThreadSet,
    ) -> ThreadSet {
        match self.seen.entry(machine.digest()) {
            Entry::Vacant(new) => {
                new.insert(asleep);
                enabled & !asleep
            }
            Entry::Occupied(mut known) => {
                let slept = known.get_mut();
                let todo = *slept & !asleep & enabled;
                *slept &= asleep;
                todo
            }
        }
    }

    fn extend(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let sleep = self.asleep();
        let asleep = sleep.iter().fold(0, |set, event| set | 1 << event.thread.0);
        let todo = self.unexplored(machine, enabled, asleep);
        if todo == 0 || machine.has_crashed() {
            return None;
        }
        let chosen = if contains(todo, current) { current } else { threads(todo).next()? };
        let todo = todo & !(1 << chosen.0);
        self.nodes.push(Node { chosen, todo, sleep, taken: None });
        Some(chosen)
    }
}

impl Strategy for Cached {
    fn begin(&mut self) -> bool {
        let more = !self.is_full() && (!self.begun || self.advance());
        self.begun = true;
        self.depth = 0;
        more
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        self.complete_above(machine);
        let chosen = match self.nodes.get(self.depth) {
            Some(node) => Some(node.chosen),
            None => self.extend(machine, enabled, current),
        };
        self.depth += 1;
        chosen
    }

    fn end(&mut self, machine: &Machine, _end: End) {
        // The last step has its footprint only now.
        self.depth = self.nodes.len();
        self.complete_above(machine);
    }

    fn goes_back_to(&self) -> Option<usize> {
        self.nodes.len().checked_sub(1)
    }

    fn gone_back(&mut self, depth: usize) {
        self.depth = depth;
    }

    fn comes_back(&self) -> bool {
        let picked = self.depth.checked_sub(1).and_then(|depth| self.nodes.get(depth));
        picked.is_some_and(|node| node.todo != 0)
    }

    fn needs_footprints(&self) -> bool {
        true
    }

    fn needs_tracking(&self) -> bool {
        true
    }

    fn coverage(&self) -> Coverage {
        if self.is_full() { Coverage::Memory } else { Coverage::Everything }
    }
}
