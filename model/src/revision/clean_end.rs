use serde::{Deserialize, Serialize};

use crate::world::Termination;

/// Decides whether a channel of the destination can do with a TLS session that was not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CleanEnd {
    /// It cannot.
    Required,
    /// It can, if it is told so: property `multifd-clean-tls-termination` (9b3b192f65).
    Property,
}

impl CleanEnd {
    /// Returns true if the end of the stream between two packets is no error.
    pub(crate) fn is_relaxed(self, termination: Termination) -> bool {
        match (self, termination) {
            (CleanEnd::Required, _) | (CleanEnd::Property, Termination::Clean) => false,
            (CleanEnd::Property, Termination::Any) => true,
        }
    }
}
