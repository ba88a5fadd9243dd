use serde::{Deserialize, Serialize};

use sim_io::Error;

use crate::source::Source;

/// Fate of a handshake's error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TlsError {
    /// It is forgotten.
    Dropped,
    /// `migrate_set_error` (6ae208ce96).
    Recorded,
}

impl TlsError {
    /// The handshake failed.
    pub(crate) fn handshake_failed(self, s: &Source, error: Error) {
        match self {
            TlsError::Dropped => (),
            TlsError::Recorded => s.migrate_set_error(error),
        }
    }
}
