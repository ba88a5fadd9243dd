use serde::{Deserialize, Serialize};

/// Work of RAM before a migration becomes postcopy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PostcopyPrepare {
    /// Nothing: there is no `save_postcopy_prepare`.
    Nothing,
    /// It flushes and syncs the channels, and so does the destination (ad8d82ffbb).
    Syncs,
}

impl PostcopyPrepare {
    /// Returns true if the channels are synced.
    pub(crate) fn syncs(self) -> bool {
        match self {
            PostcopyPrepare::Nothing => false,
            PostcopyPrepare::Syncs => true,
        }
    }
}
