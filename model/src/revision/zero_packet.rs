use serde::{Deserialize, Serialize};

use crate::{message::Sorted, wire::flags::Compression};

/// Output of a channel for a packet whose pages are all zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ZeroPacket {
    /// The packet (cdc3970f85).
    Written,
    /// Nothing, if it compresses: the packet is filled and numbered, and is not among
    /// what is written (303e6f54f9).
    LeftOut,
}

impl ZeroPacket {
    /// Returns true if nothing is written of these pages.
    pub(crate) fn is_left_out(self, compression: Compression, pages: &Sorted) -> bool {
        match (self, compression) {
            (ZeroPacket::Written, _) | (ZeroPacket::LeftOut, Compression::None) => false,
            (ZeroPacket::LeftOut, _) => pages.normal().is_empty() && !pages.is_empty(),
        }
    }
}
