use serde::{Deserialize, Serialize};

use crate::incoming::Incoming;

/// Decides whether an incoming migration holds a reference to the `MigrationState` of its process,
/// which keeps its errors and capabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IncomingReference {
    /// It does not.
    Absent,
    /// From `migrate-incoming` until the load has ended (d657a14de5).
    Held,
}

impl IncomingReference {
    /// `migrate-incoming` has succeeded.
    pub(crate) fn listens(self, incoming: &Incoming) {
        match self {
            IncomingReference::Absent => (),
            IncomingReference::Held => incoming.ref_outgoing(),
        }
    }

    /// The coroutine ends.
    pub(crate) fn loaded(self, incoming: &Incoming) {
        match self {
            IncomingReference::Absent => (),
            IncomingReference::Held => incoming.unref_outgoing(),
        }
    }
}
