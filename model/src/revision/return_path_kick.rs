use serde::{Deserialize, Serialize};
use sim_io::qatomic_read;

use crate::{migration::MigrationStatus, source::Source};

/// Wait of the migration thread that the end of the return path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnPathKick {
    /// The one for a recovery, and none is played.
    Recovery,
    /// The one for the package of a postcopy as well (11.1:return-path-kick).
    Package,
}

impl ReturnPathKick {
    /// `source_return_path_thread` ends.
    pub(crate) fn thread_ends(self, s: &Source) {
        match self {
            ReturnPathKick::Recovery => (),
            ReturnPathKick::Package => {
                if s.postcopy.is_some()
                    && qatomic_read(s.migration.state) == MigrationStatus::PostcopyDevice
                {
                    s.migration_rp_kick();
                }
            }
        }
    }
}
