use serde::{Deserialize, Serialize};

use crate::migration::MigrationStatus;

/// States that `migration_has_failed` takes for a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FailedStates {
    /// Those that a migration ends in.
    Ended,
    /// CANCELLING as well (dc487044d5).
    CancellingToo,
}

impl FailedStates {
    /// `migration_has_failed`.
    pub(crate) fn has(self, state: MigrationStatus) -> bool {
        match state {
            MigrationStatus::Cancelled | MigrationStatus::Failed | MigrationStatus::Failing => true,
            MigrationStatus::Cancelling => self == FailedStates::CancellingToo,
            MigrationStatus::None
            | MigrationStatus::Setup
            | MigrationStatus::Active
            | MigrationStatus::PreSwitchover
            | MigrationStatus::Device
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused
            | MigrationStatus::Completed => false,
        }
    }
}
