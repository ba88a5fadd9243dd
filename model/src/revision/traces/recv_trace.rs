use serde::{Deserialize, Serialize};

use crate::events;

/// Event of a packet that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RecvTrace {
    /// `multifd_recv`.
    Received,
    /// `multifd_recv_unfill`, which does not count pages (87bb9e953e).
    Unfilled,
}

impl RecvTrace {
    pub(crate) fn received(self, id: u8, packet_num: u64, normal: u64, flags: u32) {
        match self {
            RecvTrace::Received => events::multifd_recv(id, packet_num, normal, flags),
            RecvTrace::Unfilled => events::multifd_recv_unfill(id, packet_num, flags),
        }
    }
}
