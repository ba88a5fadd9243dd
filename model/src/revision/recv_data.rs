use serde::{Deserialize, Serialize};

use crate::recv::{RecvParams, RecvState};

/// Code that frees the slot in which a channel of the destination finds what to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RecvData {
    /// None.
    Leaks,
    /// The cleanup of the channel (4c107870e8).
    Freed,
}

impl RecvData {
    /// `multifd_recv_cleanup_channel`.
    pub(crate) fn channel_cleaned_up(self, recv: &RecvState, p: &RecvParams) {
        match self {
            RecvData::Leaks => (),
            RecvData::Freed => recv.free_slot_of(p),
        }
    }
}
