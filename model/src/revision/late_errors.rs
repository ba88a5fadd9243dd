use serde::{Deserialize, Serialize};

use crate::incoming::Incoming;

/// Meaning of an error of a channel to a load that has ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LateErrors {
    /// Nothing.
    Ignored,
    /// The load has failed (e0ad300fe1).
    Count,
}

impl LateErrors {
    /// Returns true if there is one that means something.
    pub(crate) fn count(self, incoming: &Incoming) -> bool {
        match self {
            LateErrors::Ignored => false,
            LateErrors::Count => incoming.migrate_has_error(),
        }
    }
}
