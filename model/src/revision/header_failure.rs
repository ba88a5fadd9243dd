use serde::{Deserialize, Serialize};

use super::Locking;
use crate::send::SendParams;

/// Fate of `p->mutex` if the header of pages that are sent without a copy cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HeaderFailure {
    /// The thread that holds it over the write keeps it.
    Kept,
    /// It is given back, as for any failure of `send_prepare` (25a1f87875).
    GivenBack,
}

impl HeaderFailure {
    /// The header could not be written.
    pub(crate) fn failed(self, locking: Locking, p: &SendParams) {
        match self {
            HeaderFailure::Kept => (),
            HeaderFailure::GivenBack => locking.write_failed(p),
        }
    }
}
