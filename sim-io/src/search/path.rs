//! The choices of the current schedule, for searches that go depth first.
//!
//! An execution makes the choices of the path once more and adds new ones at
//! its end. Between two executions the last choice that has something left is
//! made anew, and those behind it are dropped.

use serde::{Deserialize, Serialize};

use crate::object::{ThreadId, ThreadSet};

/// A choice of the current schedule.
pub(super) trait Choice {
    /// The thread that takes the step.
    fn chosen(&self) -> ThreadId;
    /// Chooses a thread that is still to be explored; `false` if there is none.
    fn choose_next(&mut self) -> bool;
}

/// The choices of the current schedule.
#[derive(Serialize, Deserialize)]
pub(super) struct Path<N> {
    nodes: Vec<N>,
    /// The number of choices that the current execution has made.
    depth: usize,
    begun: bool,
}

impl<N: Choice> Path<N> {
    pub(super) fn new() -> Self {
        Path { nodes: vec![], depth: 0, begun: false }
    }

    /// Begins another execution at the start; returns true if it is the first.
    pub(super) fn rewind(&mut self) -> bool {
        self.depth = 0;
        !std::mem::replace(&mut self.begun, true)
    }

    /// Makes the last choice anew that has something left; `false` if none has.
    pub(super) fn advance(&mut self) -> bool {
        while let Some(node) = self.nodes.last_mut() {
            if node.choose_next() {
                return true;
            }
            self.nodes.pop();
        }
        false
    }

    /// Makes one more choice: the thread that takes the step, if the path has it already.
    pub(super) fn again(&mut self) -> Option<ThreadId> {
        self.depth += 1;
        self.nodes.get(self.depth - 1).map(Choice::chosen)
    }

    /// Adds the choice that the path did not have.
    pub(super) fn push(&mut self, node: N) {
        self.nodes.push(node);
    }

    pub(super) fn pop(&mut self) -> Option<N> {
        self.nodes.pop()
    }

    pub(super) fn last(&self) -> Option<&N> {
        self.nodes.last()
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut N> {
        self.nodes.last_mut()
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &N> {
        self.nodes.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut N> {
        self.nodes.iter_mut()
    }

    /// The choice that the execution has just made, and how many came before it.
    pub(super) fn made(&self) -> Option<(usize, &N)> {
        let index = self.depth.checked_sub(1)?;
        Some((index, self.nodes.get(index)?))
    }

    /// The choice that the execution has just made, to change it.
    pub(super) fn made_mut(&mut self) -> Option<(usize, &mut N)> {
        let index = self.depth.checked_sub(1)?;
        Some((index, self.nodes.get_mut(index)?))
    }

    /// Returns true if everything was explored.
    pub(super) fn is_over(&self) -> bool {
        self.begun && self.nodes.is_empty()
    }

    /// The number of choices that the next execution has in common with the last.
    pub(super) fn goes_back_to(&self) -> Option<usize> {
        self.nodes.len().checked_sub(1)
    }

    /// The execution goes on after so many choices.
    pub(super) fn gone_back(&mut self, depth: usize) {
        self.depth = depth;
    }
}

/// Moves the first thread of `todo` to `chosen`, unless none is left.
pub(super) fn choose_first(chosen: &mut ThreadId, todo: &mut ThreadSet) -> bool {
    let more = *todo != 0;
    if more {
        *chosen = ThreadId(todo.trailing_zeros() as u8);
        *todo &= *todo - 1;
    }
    more
}
