use serde::{Deserialize, Serialize};

use crate::incoming::Incoming;

/// The moment at which the destination frees its channels after a load that went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LoadCleanup {
    /// Before it is COMPLETED.
    First,
    /// Before that it only stops them; they are freed with the rest (cfc3bcf373).
    WithTheRest,
}

impl LoadCleanup {
    /// Before it is COMPLETED.
    pub(crate) fn before_completed(self, incoming: &Incoming) {
        match self {
            LoadCleanup::First => incoming.multifd_recv_cleanup(),
            LoadCleanup::WithTheRest => incoming.multifd_recv_shutdown(),
        }
    }

    /// With all else that the migration has.
    pub(crate) fn with_the_rest(self, incoming: &Incoming) {
        match self {
            LoadCleanup::First => (),
            LoadCleanup::WithTheRest => incoming.multifd_recv_cleanup(),
        }
    }
}
