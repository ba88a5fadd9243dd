use serde::{Deserialize, Serialize};

use sim_io::qatomic_read;

use crate::{migration::MigrationStatus, source::Source};

/// State that a completion which failed takes itself to fail from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompletionFailure {
    /// The state that it began in.
    FromFirst,
    /// The state that it finds, whatever it is (ec611bd731).
    FromAny,
    /// The state that it finds, unless that was CANCELLING a moment before (4a228bcc99).
    UnlessCancelling,
}

impl CompletionFailure {
    /// The completion failed; `first` is the state that it began in.
    pub(crate) fn failed(self, s: &Source, first: MigrationStatus) {
        let state = || qatomic_read(s.migration.state);
        let from = match self {
            CompletionFailure::FromFirst => first,
            CompletionFailure::FromAny => state(),
            CompletionFailure::UnlessCancelling if state() == MigrationStatus::Cancelling => return,
            CompletionFailure::UnlessCancelling => state(),
        };
        s.migrate_set_state(from, s.revision.failing.state());
    }
}
