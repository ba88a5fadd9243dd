use serde::{Deserialize, Serialize};

use sim_io::{qemu_sem_destroy, qemu_sem_init, qemu_sem_post, qemu_sem_wait};

use crate::send::SendState;

/// Thread that waits for channels that are still being created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Creation {
    /// No thread: a connection may complete while, or after, everything is freed.
    Unordered,
    /// Setup, on `channels_created`, whether they came to be or not (93fa9dc2e0).
    SyncPoint,
}

impl Creation {
    /// Setup begins.
    pub(crate) fn init(self, send: &SendState) {
        match self {
            Creation::Unordered => (),
            Creation::SyncPoint => qemu_sem_init(send.channels_created, 0),
        }
    }

    /// The creation of a channel has ended, well or badly.
    pub(crate) fn channel_created(self, send: &SendState) {
        match self {
            Creation::Unordered => (),
            Creation::SyncPoint => qemu_sem_post(send.channels_created),
        }
    }

    /// Setup has begun the creation of every channel.
    pub(crate) fn wait_for_all(self, send: &SendState) {
        match self {
            Creation::Unordered => (),
            Creation::SyncPoint => {
                send.params.iter().for_each(|_| qemu_sem_wait(send.channels_created));
            }
        }
    }

    /// Everything is freed.
    pub(crate) fn destroy(self, send: &SendState) {
        match self {
            Creation::Unordered => (),
            Creation::SyncPoint => qemu_sem_destroy(send.channels_created),
        }
    }

    /// Returns true if a channel whose creation failed wakes the migration thread.
    pub(crate) fn failure_kicks(self) -> bool {
        match self {
            Creation::Unordered => true,
            Creation::SyncPoint => false,
        }
    }
}
