//! Iterative preemption bounding, by states.
//!
//! M. Musuvathi, S. Qadeer: Iterative context bounding for systematic testing of
//! multithreaded programs, PLDI 2007: first every schedule without a preemption,
//! then every schedule with one at most, and so on. What it finds first has as
//! few preemptions as can be. A state that was explored with as many preemptions
//! left is not explored again; the thread that took the last step belongs to the state,
//! because only a switch away from it can be a preemption.
//!
//! As in any search by states, windows judge.

use std::{collections::HashMap, io};

use serde::{Deserialize, Serialize};

use super::{
    digests::{ByDigest, MEMORY_MAX, bytes_of},
    path::{Choice, Path, choose_first},
    standing,
    strategy::{Coverage, Strategy, contains, threads},
};
use crate::{
    machine::{End, Judge, Machine, mix},
    object::{ThreadId, ThreadSet},
};

/// A choice of the current schedule.
#[derive(Serialize, Deserialize)]
struct Node {
    chosen: ThreadId,
    /// Threads that are still to be explored from here.
    todo: ThreadSet,
    /// The thread whose being left is a preemption, if there is one.
    running: Option<ThreadId>,
    /// The preemptions that the schedule may still have, here.
    left: u8,
}

/// Every schedule with no preemption, then with one at most, and so on.
#[derive(Serialize, Deserialize)]
pub(crate) struct Iterative {
    bound: u8,
    memory_max: u64,
    path: Path<Node>,
    /// True if this bound kept a thread from running.
    bounded: bool,
    // Only looked up and counted, never iterated: its order cannot leak.
    seen: HashMap<u64, u8, ByDigest>,
}

impl Choice for Node {
    fn chosen(&self) -> ThreadId {
        self.chosen
    }

    fn choose_next(&mut self) -> bool {
        choose_first(&mut self.chosen, &mut self.todo)
    }
}

impl Node {
    /// The preemptions left once its chosen thread has taken its step.
    fn left_after(&self) -> u8 {
        let preempts = self.running.is_some_and(|running| running != self.chosen);
        self.left - u8::from(preempts)
    }
}

impl Iterative {
    pub(crate) fn new() -> Self {
        let (path, seen) = (Path::new(), HashMap::default());
        Iterative { bound: 0, memory_max: MEMORY_MAX, path, bounded: false, seen }
    }

    fn is_full(&self) -> bool {
        bytes_of(&self.seen) > self.memory_max
    }

    fn advance(&mut self) -> bool {
        self.path.advance() || self.next_bound()
    }

    /// One preemption more, unless that allows nothing new.
    fn next_bound(&mut self) -> bool {
        if !self.bounded || self.bound == u8::MAX {
            return false;
        }
        self.bound += 1;
        self.bounded = false;
        self.seen.clear();
        true
    }

    /// The objects that made the search branch, most first, if [counted](super::Counts).
    fn is_new(&mut self, digest: u64, left: u8) -> bool {
        match self.seen.get_mut(&digest) {
            Some(explored) if *explored >= left => false,
            Some(explored) => {
                *explored = left;
                true
            }
            None => {
                self.seen.insert(digest, left);
                true
            }
        }
    }

    fn extend(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let left = self.path.last().map_or(self.bound, Node::left_after);
        let running = contains(enabled, current).then_some(current);
        let digest = mix(machine.digest(), running.map_or(0, |running| u64::from(running.0) + 1));
        if !self.is_new(digest, left) {
            return None;
        }
        let options = match running {
            Some(running) if left == 0 => 1 << running.0,
            Some(_) | None => enabled,
        };
        self.bounded |= options != enabled;
        let chosen = running.or_else(|| threads(options).next())?;
        self.path.push(Node { chosen, todo: options & !(1 << chosen.0), running, left });
        Some(chosen)
    }
}

impl Strategy for Iterative {
    fn begin(&mut self) -> bool {
        let is_first = self.path.rewind();
        !self.is_full() && (is_first || self.advance())
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        self.path.again().or_else(|| self.extend(machine, enabled, current))
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn goes_back_to(&self) -> Option<usize> {
        self.path.goes_back_to()
    }

    fn gone_back(&mut self, depth: usize) {
        self.path.gone_back(depth);
    }

    fn comes_back(&self) -> bool {
        self.path.made().is_some_and(|(_, node)| node.todo != 0)
    }

    fn bound_memory(&mut self, bytes: u64) {
        self.memory_max = bytes;
    }

    fn needs_tracking(&self) -> Option<Judge> {
        Some(Judge::Windows)
    }

    fn keep(&self, out: &mut dyn io::Write) -> io::Result<()> {
        standing::write(self, out)
    }

    fn coverage(&self) -> Coverage {
        match self.bound.checked_sub(1) {
            Some(whole) if !self.path.is_over() => Coverage::PreemptionsSoFar(whole),
            Some(_) | None if self.is_full() => Coverage::Memory,
            // It has come to the largest bound that there is.
            Some(_) | None if self.bounded => Coverage::Preemptions(self.bound),
            Some(_) | None => Coverage::Everything,
        }
    }
}
