//! The uses of one key in a summary.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::tokens::TokenSet;
use crate::{
    machine::footprint::Mode,
    object::{ThreadId, ThreadSet, contains},
};

/// A use of a key by a thread, and the past that it has whenever it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Use {
    pub(super) mode: Mode,
    pub(super) thread: ThreadId,
    pub(super) past: Past,
}

/// The events before an access in every schedule that differs from the one in which
/// it was seen only in the order of steps that commute.
///
/// Of an access that may have to wait, they are those before its thread waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Past {
    /// Threads of which a step comes before it, or a join.
    pub(super) steps: ThreadSet,
    /// The threads among them of which a join does: so all of their steps do.
    pub(super) joins: ThreadSet,
    /// Keys of which a wait comes before it, numbered by [`Tokens`](super::tokens::Tokens).
    pub(super) waits: TokenSet,
    /// True if another step of its own thread does.
    pub(super) own: bool,
}

impl Past {
    /// The past that is in both.
    fn common(self, other: Past) -> Past {
        Past {
            steps: self.steps & other.steps,
            joins: self.joins & other.joins,
            waits: self.waits.common(other.waits),
            own: self.own && other.own,
        }
    }
}

impl Hash for Use {
    // Few words: most of what a search does to summaries is to look them up.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Past { steps, joins, waits, own } = self.past;
        state.write_u64(steps ^ joins.rotate_left(32));
        waits.words().into_iter().for_each(|word| state.write_u64(word));
        state.write_u64(u64::from(self.thread.0) << 9 | (self.mode as u64) << 1 | u64::from(own));
    }
}

impl Use {
    /// A use by a step of `thread` itself.
    pub(super) fn by(thread: ThreadId, mode: Mode) -> Use {
        Use { mode: mode.entry(), thread, past: Past::default() }
    }

    /// Returns true if a step of `thread` certainly comes before it.
    pub(super) fn follows(&self, thread: ThreadId) -> bool {
        contains(self.past.steps, thread)
    }

    /// The use without what it may owe to the move of `mover`, to its join of `joined`, or to
    /// its wait for `waits`.
    pub(super) fn moved(mut self, mover: ThreadId, joined: ThreadSet, waits: TokenSet) -> Use {
        self.past.waits = self.past.waits.without(waits);
        self.past.joins &= !joined;
        self.past.steps &= !joined & (!(1 << mover.0) | self.past.joins);
        self.past.own &= self.thread != mover;
        self
    }
}

/// Puts uses of one key in order. Of those that differ in what has happened by then, what
/// they have in common is kept: all subsets that a search comes across would be many more, and
/// told it nothing that mattered.
pub(super) fn settle(uses: &mut Vec<Use>) {
    uses.sort_unstable_by_key(|one| (one.mode as u8, one.thread));
    uses.dedup_by(|later, kept| {
        let same = (later.mode, later.thread) == (kept.mode, kept.thread);
        if same {
            kept.past = kept.past.common(later.past);
        }
        same
    });
}
