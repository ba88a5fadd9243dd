//! The causes of branching in a search by states: accesses that did not commute, and how often
//! each made it try another thread.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    super::dpor::Event,
    summary::{Summaries, Summary},
};
use crate::{
    machine::{
        Machine,
        footprint::{HEAPS, queue_of},
    },
    object::{ObjectId, ThreadId},
};

/// The cause for which a thread was tried in place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Cause {
    /// The object that both use; nothing where anything might have been done.
    key: Option<u32>,
    /// True if the thread itself comes to that, false if it lets another go on that does.
    directly: bool,
}

/// The number of times that a search has branched, by cause.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Causes(BTreeMap<Cause, u64>);

/// An object that made a search by states branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branching {
    /// The object, as C names it; nothing where anything might have been done.
    pub object: Option<String>,
    /// The number of times that a thread was tried because it uses the object itself.
    pub directly: u64,
    /// The number of times that a thread was tried because another, which uses it, needs its help.
    pub helping: u64,
}

impl Causes {
    /// `thread` is tried in place of `event`, after which `below` was done.
    pub(super) fn add(
        &mut self,
        thread: ThreadId,
        event: &Event,
        below: Summary,
        summaries: &Summaries,
    ) {
        if below == Summary::ANYTHING {
            *self.0.entry(Cause { key: None, directly: true }).or_default() += 1;
            return;
        }
        let (own, others) = summaries.contested(event, below, thread);
        let directly = !own.is_empty();
        let keys = if directly { own } else { others };
        if keys.is_empty() {
            *self.0.entry(Cause { key: None, directly }).or_default() += 1;
        }
        for key in keys {
            *self.0.entry(Cause { key: Some(key), directly }).or_default() += 1;
        }
    }

    /// The counts by object, most first.
    pub(super) fn by_object(&self, machine: &Machine) -> Vec<Branching> {
        let mut all: BTreeMap<Option<String>, (u64, u64)> = BTreeMap::new();
        for (cause, times) in &self.0 {
            let (directly, helping) =
                all.entry(cause.key.map(|key| name(machine, key))).or_default();
            *(if cause.directly { directly } else { helping }) += times;
        }
        let named = all.into_iter();
        let mut all: Vec<Branching> = named
            .map(|(object, (directly, helping))| Branching { object, directly, helping })
            .collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.directly + one.helping));
        all
    }
}

fn name(machine: &Machine, key: u32) -> String {
    if let Some(queue) = queue_of(key) {
        return machine.object_name(queue);
    }
    match key.checked_sub(HEAPS) {
        Some(heap) => format!("life of {}", machine.heaps()[heap as usize].name),
        None => machine.object_name(ObjectId(key as u16)),
    }
}
