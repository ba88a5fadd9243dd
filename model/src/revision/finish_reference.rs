use serde::{Deserialize, Serialize};

use crate::incoming::Incoming;

/// Decides whether the bottom half that ends an incoming migration holds a reference to the
/// `MigrationState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FinishReference {
    /// It does not.
    Absent,
    /// From when it is scheduled (27eb8499ed).
    Held,
}

impl FinishReference {
    /// It is about to be scheduled.
    pub(crate) fn scheduling(self, incoming: &Incoming) {
        match self {
            FinishReference::Absent => (),
            FinishReference::Held => incoming.ref_outgoing(),
        }
    }

    /// It has run.
    pub(crate) fn dispatched(self, incoming: &Incoming) {
        match self {
            FinishReference::Absent => (),
            FinishReference::Held => incoming.unref_outgoing(),
        }
    }
}
