use serde::{Deserialize, Serialize};

use sim_io::{qatomic_read, qatomic_set, qatomic_xchg, qemu_mutex_lock, qemu_mutex_unlock};

use crate::{
    incoming::Incoming,
    recv::{RecvParams, RecvState},
};

/// The way the channels of the destination are told to exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RecvStop {
    /// By a flag of each, at every call.
    PerChannel,
    /// By one flag of all, once (11dd7be575).
    Global,
    /// By that flag; a wait at a SYNC is ended at once, not by the cleanup (d13f0026c7).
    GlobalAndReleased,
}

impl RecvStop {
    /// Before the first channel.
    pub(crate) fn init(self, recv: &RecvState) {
        match self {
            RecvStop::PerChannel => (),
            RecvStop::Global | RecvStop::GlobalAndReleased => qatomic_set(recv.exiting, false),
        }
    }

    /// Returns true if the thread of a channel shall exit.
    pub(crate) fn should_exit(self, recv: &RecvState, p: &RecvParams) -> bool {
        match self {
            RecvStop::PerChannel => p.quit.get(),
            RecvStop::Global | RecvStop::GlobalAndReleased => qatomic_read(recv.exiting),
        }
    }

    /// Begins to tell all of them; returns true if there is anything to do.
    pub(crate) fn begin(self, recv: &RecvState) -> bool {
        match self {
            RecvStop::PerChannel => true,
            RecvStop::Global | RecvStop::GlobalAndReleased => !qatomic_xchg(recv.exiting, true),
        }
    }

    /// Tells one of them, and wakes it.
    pub(crate) fn terminate(self, incoming: &Incoming, p: &RecvParams) {
        match self {
            RecvStop::PerChannel => {
                qemu_mutex_lock(p.mutex);
                p.quit.set(true);
                incoming.shut_down_channel(p);
                qemu_mutex_unlock(p.mutex);
            }
            RecvStop::Global => incoming.shut_down_channel(p),
            RecvStop::GlobalAndReleased => {
                incoming.wake(p);
                incoming.shut_down_channel(p);
            }
        }
    }

    /// The cleanup is about to join a thread, which may wait at a SYNC.
    pub(crate) fn before_join(self, incoming: &Incoming, p: &RecvParams) {
        match self {
            RecvStop::PerChannel | RecvStop::Global => incoming.wake(p),
            RecvStop::GlobalAndReleased => (),
        }
    }
}
