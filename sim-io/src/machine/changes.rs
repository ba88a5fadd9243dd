//! Changes of words that a model judges.
//!
//! A rule about a state that threads compare and exchange has to see the memory: the code
//! believes what its exchange returned.

use super::Machine;
use crate::{
    object::{ObjectId, ThreadId},
    violation::Breach,
};

/// A change that breaks a rule: the rule's name, and what is wrong.
pub type Misstep = (&'static str, String);

/// Judges the change of a word from one value to another. It must depend on nothing else: a
/// search by states relies on it.
pub type Changes = fn(old: u64, new: u64) -> Option<Misstep>;

impl Machine {
    /// Judges the change that `me` has just made to `object`, which held `old`.
    #[cold]
    #[inline(never)]
    pub(super) fn judge_change(&mut self, me: ThreadId, object: ObjectId, old: u64) {
        let word = &self.objects[usize::from(object.0)];
        let (new, changes) = (word.value, word.changes);
        if new == old || self.crashed {
            return;
        }
        if let Some((rule, detail)) = changes.and_then(|changes| changes(old, new)) {
            let name = self.object_name(object);
            self.violate(me, Breach::Rule(rule.into()), name, detail);
        }
    }
}
