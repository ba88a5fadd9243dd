use serde::{Deserialize, Serialize};

use sim_io::{qemu_sem_post, qemu_sem_wait};

use crate::send::SendState;

/// The moment at which a channel says that it is ready, and the consumer of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReadyToken {
    /// After each job or sync; a sync does not consume one, so they pile up.
    AfterWork,
    /// At the top of the loop; a sync consumes one for each channel (d2026ee117).
    AtLoopTop,
}

impl ReadyToken {
    /// The channel stands at the top of its loop.
    pub(crate) fn at_loop_top(self, send: &SendState) {
        match self {
            ReadyToken::AfterWork => (),
            ReadyToken::AtLoopTop => qemu_sem_post(send.channels_ready),
        }
    }

    /// The channel has done what it was woken for.
    pub(crate) fn after_work(self, send: &SendState) {
        match self {
            ReadyToken::AfterWork => qemu_sem_post(send.channels_ready),
            ReadyToken::AtLoopTop => (),
        }
    }

    /// The migration thread waits for the sync of a channel.
    pub(crate) fn before_sync_wait(self, send: &SendState) {
        match self {
            ReadyToken::AfterWork => (),
            ReadyToken::AtLoopTop => qemu_sem_wait(send.channels_ready),
        }
    }
}
