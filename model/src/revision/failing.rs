use serde::{Deserialize, Serialize};

use sim_io::qatomic_read;

use crate::{migration::MigrationStatus, source::Source};

/// State of a migration between its failure and the end of its cleanup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Failing {
    /// FAILED at once.
    Absent,
    /// FAILING, which is running: others are refused (d1ab9655fd).
    UntilCleanup,
}

impl Failing {
    /// Returns the state of a migration that fails.
    pub(crate) fn state(self) -> MigrationStatus {
        match self {
            Failing::Absent => MigrationStatus::Failed,
            Failing::UntilCleanup => MigrationStatus::Failing,
        }
    }

    /// The cleanup comes to its end.
    pub(crate) fn cleaned_up(self, s: &Source) {
        let state = || qatomic_read(s.migration.state);
        if state() == MigrationStatus::Cancelling {
            s.migrate_set_state(MigrationStatus::Cancelling, MigrationStatus::Cancelled);
            return;
        }
        match self {
            Failing::Absent => (),
            Failing::UntilCleanup => {
                if state() == MigrationStatus::Failing {
                    s.migrate_set_state(MigrationStatus::Failing, MigrationStatus::Failed);
                }
            }
        }
    }
}
