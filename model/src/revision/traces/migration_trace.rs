use serde::{Deserialize, Serialize};

use crate::events;

/// Events of a cancel and of the cleanup, and the moment at which the latter is fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MigrationTrace {
    /// `migrate_fd_cancel` and `migrate_fd_cleanup`, the latter where there is a file to
    /// close.
    WithFile,
    /// The latter first of all (6dd4f44c4f).
    First,
    /// The former as `migration_cancel` (8444d09381).
    CancelRenamed,
    /// The latter as `migration_cleanup`, too (4bbadfc55e).
    BothRenamed,
}

impl MigrationTrace {
    pub(crate) fn cancels(self) {
        match self {
            MigrationTrace::WithFile | MigrationTrace::First => events::migrate_fd_cancel(),
            MigrationTrace::CancelRenamed | MigrationTrace::BothRenamed => {
                events::migration_cancel();
            }
        }
    }

    pub(crate) fn cleanup_begins(self) {
        match self {
            MigrationTrace::WithFile => (),
            MigrationTrace::First | MigrationTrace::CancelRenamed => events::migrate_fd_cleanup(),
            MigrationTrace::BothRenamed => events::migration_cleanup(),
        }
    }

    pub(crate) fn file_is_closed(self) {
        if self == MigrationTrace::WithFile {
            events::migrate_fd_cleanup();
        }
    }
}
