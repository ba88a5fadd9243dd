use serde::{Deserialize, Serialize};

use sim_io::qemu_sem_post;

use crate::send::{SendParams, SendState};

/// Order in which a failing channel wakes the migration thread, which may wait on either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kick {
    /// `channels_ready`, then `p->sem_sync`, if the channel has no thread; the other way
    /// round if it has.
    ReadyFirst,
    /// `p->sem_sync`, then `channels_ready`, for all (48c0f5d56f).
    SyncFirst,
}

impl Kick {
    /// A channel that has no thread failed.
    pub(crate) fn without_thread(self, send: &SendState, p: &SendParams) {
        match self {
            Kick::ReadyFirst => {
                send.post_ready();
                qemu_sem_post(p.sem_sync);
            }
            Kick::SyncFirst => send.multifd_send_kick_main(p),
        }
    }
}
