use serde::{Deserialize, Serialize};

use sim_io::{qemu_mutex_destroy, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock};

use crate::send::SendState;

/// Decides whether `multifd_send` may be called by several threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SendMutex {
    /// Only by the migration thread.
    Absent,
    /// A mutex is held from before it waits for a channel (d19cc4dca0).
    Held,
}

impl SendMutex {
    /// Setup begins.
    pub(crate) fn init(self, send: &SendState) {
        match self {
            SendMutex::Absent => (),
            SendMutex::Held => qemu_mutex_init(send.multifd_send_mutex),
        }
    }

    /// A thread has something to send.
    pub(crate) fn lock(self, send: &SendState) {
        match self {
            SendMutex::Absent => (),
            SendMutex::Held => qemu_mutex_lock(send.multifd_send_mutex),
        }
    }

    /// It was handed over, or no thread takes it any more.
    pub(crate) fn unlock(self, send: &SendState) {
        match self {
            SendMutex::Absent => (),
            SendMutex::Held => qemu_mutex_unlock(send.multifd_send_mutex),
        }
    }

    /// Everything is freed.
    pub(crate) fn destroy(self, send: &SendState) {
        match self {
            SendMutex::Absent => (),
            SendMutex::Held => qemu_mutex_destroy(send.multifd_send_mutex),
        }
    }
}
