use serde::{Deserialize, Serialize};

/// Event of a packet that was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SendTrace {
    /// `multifd_send`, of what `p->pending_job` asks for.
    Jobs,
    /// Of a SYNC of its own as well (8a9ef17380).
    EveryPacket,
    /// `multifd_send_fill`, and before it `multifd_send_ram_fill` where there are
    /// pages (87bb9e953e).
    Filled,
}
