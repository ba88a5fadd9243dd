use serde::{Deserialize, Serialize};

use sim_io::qatomic_read;

use crate::{migration::MigrationStatus, source::Source};

/// State that a `postcopy_start` which failed takes itself to fail from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PostcopyFailure {
    /// POSTCOPY_ACTIVE, which it is not yet since 4881411136.
    FromPostcopyActive,
    /// The state that it finds, unless that was CANCELLING a moment before (725a9e5f78).
    UnlessCancelling,
}

impl PostcopyFailure {
    /// `postcopy_start` has failed, with the big lock held.
    pub(crate) fn failed(self, s: &Source) {
        let state = || qatomic_read(s.migration.state);
        let from = match self {
            PostcopyFailure::FromPostcopyActive => MigrationStatus::PostcopyActive,
            PostcopyFailure::UnlessCancelling if state() == MigrationStatus::Cancelling => return,
            PostcopyFailure::UnlessCancelling => state(),
        };
        s.migrate_set_state(from, s.revision.failing.state());
    }
}
