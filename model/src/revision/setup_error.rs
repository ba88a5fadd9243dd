use serde::{Deserialize, Serialize};

use crate::{migration::MigrationStatus, source::Source};

/// Reaction of the migration thread to a setup of RAM or of a device that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SetupError {
    /// Nothing: the error of the file is found after the first round.
    FoundLater,
    /// It records it and ends (057a20099b).
    Returned,
}

impl SetupError {
    /// The setup has failed; whether the migration thread ends.
    pub(crate) fn ends(self, source: &Source) -> bool {
        match self {
            SetupError::FoundLater => false,
            SetupError::Returned => {
                source.migrate_set_follow_up();
                source.migrate_set_state(MigrationStatus::Active, source.revision.failing.state());
                true
            }
        }
    }
}
