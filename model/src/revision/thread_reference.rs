use serde::{Deserialize, Serialize};
use sim_io::{qemu_mutex_lock, qemu_mutex_unlock};

use crate::source::Source;

/// Taker of the reference to `current_migration` that the migration thread holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ThreadReference {
    /// The thread, when it begins to run.
    ByThread,
    /// Its creator, before that (7fc8beb16e).
    ByCreator,
}

impl ThreadReference {
    /// The thread is about to be created.
    pub(crate) fn creating(self, source: &Source) {
        match self {
            ThreadReference::ByThread => (),
            ThreadReference::ByCreator => source.ref_migration(),
        }
    }

    /// The thread runs. It has put itself on a list before it takes its reference; the moment
    /// matters only with a `quit`.
    pub(crate) fn begins(self, source: &Source) {
        match self {
            ThreadReference::ByThread if source.world.quits() => {
                qemu_mutex_lock(source.threads.lock);
                qemu_mutex_unlock(source.threads.lock);
                source.ref_migration();
            }
            ThreadReference::ByThread | ThreadReference::ByCreator => (),
        }
    }
}
