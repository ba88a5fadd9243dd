use serde::{Deserialize, Serialize};
use sim_io::{qemu_mutex_lock, qemu_mutex_unlock};

use crate::source::Source;

/// The way a `migrate` forgets the error of the last migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorReset {
    /// Without the mutex that guards it.
    Unlocked,
    /// With it (318cb7906e).
    Locked,
}

impl ErrorReset {
    /// `migrate_init` forgets it.
    pub(crate) fn forget(self, s: &Source) {
        match self {
            ErrorReset::Unlocked => s.migration.error.set(0),
            ErrorReset::Locked => {
                qemu_mutex_lock(s.migration.error_mutex);
                s.migration.error.set(0);
                qemu_mutex_unlock(s.migration.error_mutex);
            }
        }
    }
}
