use serde::{Deserialize, Serialize};

/// What becomes of a notifier that objects to a migration at its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NotifierError {
    /// Nobody asks.
    Ignored,
    /// The migration fails (4af667f87c).
    FailsMigration,
}
