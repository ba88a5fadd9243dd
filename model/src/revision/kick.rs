use serde::{Deserialize, Serialize};

use sim_io::qemu_sem_post;

use crate::send::{SendParams, SendState};

/// In which order a failing channel wakes the migration thread, which may wait on either.
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
                post_ready(send);
                qemu_sem_post(p.sem_sync);
            }
            Kick::SyncFirst => multifd_send_kick_main(send, p),
        }
    }

    /// The thread of a channel failed.
    pub(crate) fn by_thread(self, send: &SendState, p: &SendParams) {
        match self {
            Kick::ReadyFirst | Kick::SyncFirst => multifd_send_kick_main(send, p),
        }
    }
}

/// Wakes the migration thread from either semaphore that it may wait on.
fn multifd_send_kick_main(send: &SendState, p: &SendParams) {
    qemu_sem_post(p.sem_sync);
    post_ready(send);
}

fn post_ready(send: &SendState) {
    send.kicks.count();
    qemu_sem_post(send.channels_ready);
}
