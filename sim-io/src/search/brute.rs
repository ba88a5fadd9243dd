//! Depth-first search through every schedule, or every schedule with few preemptions.

use super::{
    path::{Choice, Path, choose_first},
    strategy::{Coverage, Strategy, contains},
};
use crate::{
    machine::{End, Judge, Machine},
    object::{ThreadId, ThreadSet},
};

/// A choice that was made, and those that are still to be made in its place.
struct Node {
    chosen: ThreadId,
    todo: ThreadSet,
    /// The preemptions that the schedule may still have before this choice.
    preemptions: u8,
}

impl Choice for Node {
    fn chosen(&self) -> ThreadId {
        self.chosen
    }

    fn choose_next(&mut self) -> bool {
        choose_first(&mut self.chosen, &mut self.todo)
    }
}

/// Depth-first search. A preemption is a switch away from a thread that could go on.
pub(crate) struct Dfs {
    bound: Option<u8>,
    path: Path<Node>,
    /// True if the bound ever kept a thread from running.
    bounded: bool,
    preemptions: u8,
    /// The judge of races.
    judge: Judge,
}

impl Dfs {
    pub(crate) fn new(bound: Option<u8>) -> Self {
        Dfs {
            bound,
            path: Path::new(),
            bounded: false,
            preemptions: bound.unwrap_or(0),
            judge: Judge::Clocks,
        }
    }

    /// Returns a search through every schedule, judged as a search by states judges.
    pub(crate) fn by_states() -> Self {
        Dfs { judge: Judge::Windows, ..Dfs::new(None) }
    }

    fn choose(&mut self, enabled: ThreadSet, current: ThreadId) -> ThreadId {
        let may_stay = contains(enabled, current);
        let mut options = enabled;
        if self.bound.is_some() && may_stay && self.preemptions == 0 {
            options = 1 << current.0;
            self.bounded |= options != enabled;
        }
        let chosen = if may_stay { current } else { ThreadId(options.trailing_zeros() as u8) };
        let todo = options & !(1 << chosen.0);
        self.path.push(Node { chosen, todo, preemptions: self.preemptions });
        chosen
    }
}

impl Strategy for Dfs {
    fn begin(&mut self) -> bool {
        self.preemptions = self.bound.unwrap_or(0);
        self.path.rewind() || self.path.advance()
    }

    fn pick(
        &mut self,
        _machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let chosen = self.path.again().unwrap_or_else(|| self.choose(enabled, current));
        debug_assert!(
            self.path.made().is_some_and(|(_, node)| node.preemptions == self.preemptions)
        );
        if self.bound.is_some() && chosen != current && contains(enabled, current) {
            self.preemptions -= 1;
        }
        Some(chosen)
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn needs_tracking(&self) -> Option<Judge> {
        (self.judge == Judge::Windows).then_some(self.judge)
    }

    fn coverage(&self) -> Coverage {
        match self.bound {
            Some(bound) if self.bounded => Coverage::Preemptions(bound),
            Some(_) | None => Coverage::Everything,
        }
    }
}
