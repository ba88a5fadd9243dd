//! A step as summaries need it: what it does, and what it certainly comes before.

use serde::{Deserialize, Serialize};

use super::{Reduction, tokens::TokenSet, uses::Use};
use crate::{
    machine::footprint::{Access, Mode},
    object::{ThreadId, ThreadSet, contains},
};

/// The order of a step with others, whatever it does itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) reduction: Reduction,
    /// The thread that took it.
    pub(super) thread: ThreadId,
    /// The thread that it joined.
    pub(super) joins: Option<ThreadId>,
    /// Threads whose next step it certainly comes before.
    pub(super) before: ThreadSet,
    /// The tokens that it waited for.
    pub(super) waits: TokenSet,
    /// The tokens for which no thread waits before it.
    pub(super) posts: TokenSet,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) order: Order,
    /// Its accesses, in order of the keys.
    pub(super) footprint: Box<[Access]>,
}

impl Step {
    /// Its accesses to `key`.
    pub(super) fn accesses(&self, key: u32) -> &[Access] {
        let first = self.footprint.partition_point(|access| access.key < key);
        let len = self.footprint[first..].partition_point(|access| access.key == key);
        &self.footprint[first..first + len]
    }

    /// The keys that it uses, each once.
    pub(super) fn keys(&self) -> impl Iterator<Item = u32> {
        let same = |one: &Access, other: &Access| one.key == other.key;
        self.footprint.chunk_by(same).map(|accesses| accesses[0].key)
    }
}

impl Order {
    /// A use of a key by the step itself. Unless it is what the step waits for, that comes first.
    pub(super) fn own(&self, mode: Mode) -> Use {
        let mut own = Use::by(self.thread, mode);
        if self.reduction == Reduction::Ordered && !own.mode.may_wait() {
            own.past.waits = own.past.waits.with(self.waits);
        }
        own
    }

    /// The use `one` of a key that the step itself uses as `own` says, as it is once the step
    /// stands before it.
    pub(super) fn prepend(&self, own: &[Access], mut one: Use) -> Use {
        if self.reduction == Reduction::Plain {
            return one;
        }
        if one.thread == self.thread {
            one.past.own = true;
            self.follow(&mut one);
            return one;
        }
        let disturbed = || own.iter().any(|access| access.mode.depends_on_entry(one.mode));
        let directly = !one.mode.may_wait() && disturbed();
        let is_next = contains(self.before, one.thread);
        let is_known = directly || is_next && (one.past.own || !one.mode.may_wait());
        self.come_before(&mut one, is_known);
        one
    }

    /// Adds this step to the past of `one` if it is known to belong there, or follows
    /// from what is.
    fn come_before(&self, one: &mut Use, is_known: bool) {
        let through_thread = one.past.steps & self.before != 0;
        let through_token = one.past.waits.meets(self.posts);
        if is_known || through_thread || through_token {
            one.past.steps |= 1 << self.thread.0;
        }
        if contains(one.past.steps, self.thread) {
            self.follow(one);
        }
    }

    /// Adds the pasts that follow from this step: all that it has waited for, and all that a
    /// thread did which it has joined. Of tokens that it posts itself, no more need be known.
    fn follow(&self, one: &mut Use) {
        one.past.waits = one.past.waits.without(self.posts).with(self.waits);
        if let Some(child) = self.joins {
            one.past.steps |= 1 << child.0;
            one.past.joins |= 1 << child.0;
        }
    }
}
