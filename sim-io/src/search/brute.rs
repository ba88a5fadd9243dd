//! Depth-first search through every schedule, or every schedule with few preemptions.

use super::strategy::{Coverage, Strategy, contains};
use crate::{
    machine::{End, Machine},
    object::{ThreadId, ThreadSet},
};

/// A choice that was made, and those that are still to be made in its place.
struct Choice {
    chosen: ThreadId,
    left: ThreadSet,
    /// The preemptions that the schedule may still have before this choice.
    preemptions: u8,
}

/// Depth-first search. A preemption is a switch away from a thread that could go on.
pub(crate) struct Dfs {
    bound: Option<u8>,
    path: Vec<Choice>,
    depth: usize,
    begun: bool,
    /// Whether the bound ever kept a thread from running.
    bounded: bool,
    preemptions: u8,
    judge: Judge,
}

/// What is fatal, and whether to go on from there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judge {
    /// What clocks say; a schedule goes on.
    Clocks,
    /// What is used side by side; a schedule ends where the process dies.
    States,
}

impl Dfs {
    pub(crate) fn new(bound: Option<u8>) -> Self {
        Dfs {
            bound,
            path: vec![],
            depth: 0,
            begun: false,
            bounded: false,
            preemptions: bound.unwrap_or(0),
            judge: Judge::Clocks,
        }
    }

    /// The same through every schedule, judged as a search by states judges.
    pub(crate) fn by_states() -> Self {
        Dfs { judge: Judge::States, ..Dfs::new(None) }
    }

    /// Moves to the next schedule; `false` if there is none.
    fn advance(&mut self) -> bool {
        while let Some(choice) = self.path.last_mut() {
            if choice.left != 0 {
                choice.chosen = ThreadId(choice.left.trailing_zeros() as u8);
                choice.left &= choice.left - 1;
                return true;
            }
            self.path.pop();
        }
        false
    }

    fn choose(&mut self, enabled: ThreadSet, current: ThreadId) -> ThreadId {
        let may_stay = contains(enabled, current);
        let mut options = enabled;
        if self.bound.is_some() && may_stay && self.preemptions == 0 {
            options = 1 << current.0;
            self.bounded |= options != enabled;
        }
        let chosen = if may_stay { current } else { ThreadId(options.trailing_zeros() as u8) };
        let left = options & !(1 << chosen.0);
        self.path.push(Choice { chosen, left, preemptions: self.preemptions });
        chosen
    }
}

impl Strategy for Dfs {
    fn begin(&mut self) -> bool {
        let more = !self.begun || self.advance();
        self.begun = true;
        self.depth = 0;
        self.preemptions = self.bound.unwrap_or(0);
        more
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        if self.judge == Judge::States && machine.has_crashed() {
            return None;
        }
        let chosen = match self.path.get(self.depth) {
            Some(choice) => choice.chosen,
            None => self.choose(enabled, current),
        };
        debug_assert_eq!(self.path[self.depth].preemptions, self.preemptions);
        self.depth += 1;
        if self.bound.is_some() && chosen != current && contains(enabled, current) {
            self.preemptions -= 1;
        }
        Some(chosen)
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn needs_tracking(&self) -> bool {
        self.judge == Judge::States
    }

    fn coverage(&self) -> Coverage {
        match self.bound {
            Some(bound) if self.bounded => Coverage::Preemptions(bound),
            Some(_) | None => Coverage::Everything,
        }
    }
}
