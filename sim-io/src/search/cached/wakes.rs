//! The steps that a step certainly comes before.

use serde::{Deserialize, Serialize};

use super::{
    super::{announced::accesses, dpor::Event},
    summary::{Summaries, Summary},
};
use crate::{
    machine::{
        Machine,
        footprint::{Access, Mode},
    },
    object::{ThreadId, ThreadSet},
    operation::OperationKind,
};

/// The steps before which a step comes in every schedule that goes on from it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Wakes {
    /// Threads: it comes before the next step of each.
    pub(super) threads: ThreadSet,
    /// Keys of which it posts the only token there is: it comes before the first wait
    /// for one, if no other thread posts.
    posts: Vec<u32>,
}

impl Wakes {
    /// The steps that `event`, the last step of `machine`, comes before.
    pub(super) fn of(machine: &Machine, event: &Event) -> Wakes {
        let mut wakes = Wakes::default();
        for thread in (0..machine.thread_count() as u8).map(ThreadId) {
            let woken = event.creates(thread)
                || waits_for_end(machine, thread, event.thread)
                || accesses(machine, thread).any(|announced| disturbs(event, announced));
            if thread != event.thread && woken {
                wakes.threads |= 1 << thread.0;
            }
        }
        let posts = event.footprint().iter().filter(|access| access.mode.is_post());
        let keys = posts.map(|access| access.key);
        wakes.posts.extend(keys.filter(|key| machine.tokens(*key) == 1));
        wakes
    }

    /// The keys that only `thread` posts, where `below` is what is done after its step.
    pub(super) fn keys(
        &self,
        thread: ThreadId,
        below: Summary,
        summaries: &Summaries,
    ) -> impl Iterator<Item = u32> {
        let gives = |mode: Mode| mode.is_post() || mode == Mode::Write;
        let is_only =
            move |key: &u32| summaries.users(below, *key, thread, gives) & !(1 << thread.0) == 0;
        self.posts.iter().copied().filter(is_only)
    }
}

fn waits_for_end(machine: &Machine, thread: ThreadId, of: ThreadId) -> bool {
    machine.announced(thread).is_some_and(|next| {
        next.kind == OperationKind::Join && next.argument == u64::from(of.0) + 1
    })
}

/// Returns true if `event` does not commute with an announced access, whatever values there
/// are when the thread comes to it.
fn disturbs(event: &Event, announced: Access) -> bool {
    let same = event.footprint().iter().filter(|access| access.key == announced.key);
    same.map(|access| access.mode).any(|mode| match announced.mode {
        // It may fail, or store what is there.
        Mode::Write => mode == Mode::Write,
        Mode::Read => mode.changes(),
        _ => mode.depends_on_entry(announced.mode),
    })
}
