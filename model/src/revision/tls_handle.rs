use serde::{Deserialize, Serialize};

use sim_io::QemuThread;

use crate::send::SendParams;

/// Place of the handle of the handshake's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TlsHandle {
    /// In `p->thread`, where the thread of the channel overwrites it.
    Shared,
    /// In `p->tls_thread`, and it is joined (e1921f10d9).
    Own,
}

impl TlsHandle {
    /// The variable that the handle goes to.
    pub(crate) fn of(self, p: &SendParams) -> QemuThread {
        match self {
            TlsHandle::Shared => p.thread,
            TlsHandle::Own => p.tls_thread,
        }
    }

    /// The thread is about to be created.
    pub(crate) fn creating(self, p: &SendParams) {
        match self {
            TlsHandle::Shared => (),
            TlsHandle::Own => p.tls_thread_created.set(true),
        }
    }

    /// Returns true if the cleanup has to join it.
    pub(crate) fn is_joined(self, p: &SendParams) -> bool {
        match self {
            TlsHandle::Shared => false,
            TlsHandle::Own => p.tls_thread_created.get(),
        }
    }
}
