use serde::{Deserialize, Serialize};

/// Fate of a notifier's objection to a migration at its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NotifierError {
    /// It is not looked at.
    Ignored,
    /// The migration fails (4af667f87c).
    FailsMigration,
}
