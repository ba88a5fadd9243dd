use serde::{Deserialize, Serialize};

use sim_io::{qemu_mutex_lock, qemu_mutex_unlock};

use crate::send::SendParams;

/// Span for which `p->mutex` is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locking {
    /// Around each access, not over writes.
    Short,
    /// By the channel from finding a job to finishing it; the migration thread looks for
    /// an idle channel without it (e3cce9af10).
    OverIo,
    /// There is no mutex: `p->pending_job` publishes the pages (488c84acb4).
    None,
}

impl Locking {
    /// Takes the mutex, if there is one.
    pub(crate) fn lock(self, p: &SendParams) {
        match self {
            Locking::Short | Locking::OverIo => qemu_mutex_lock(p.mutex),
            Locking::None => (),
        }
    }

    /// Gives it back.
    pub(crate) fn unlock(self, p: &SendParams) {
        match self {
            Locking::Short | Locking::OverIo => qemu_mutex_unlock(p.mutex),
            Locking::None => (),
        }
    }

    /// A write is about to begin: takes or gives back what differs.
    pub(crate) fn before_write(self, p: &SendParams) {
        match self {
            Locking::Short => qemu_mutex_unlock(p.mutex),
            Locking::OverIo | Locking::None => (),
        }
    }

    /// The write went well.
    pub(crate) fn after_write(self, p: &SendParams) {
        match self {
            Locking::Short => qemu_mutex_lock(p.mutex),
            Locking::OverIo | Locking::None => (),
        }
    }

    /// The write failed.
    pub(crate) fn write_failed(self, p: &SendParams) {
        match self {
            Locking::OverIo => qemu_mutex_unlock(p.mutex),
            Locking::Short | Locking::None => (),
        }
    }
}
