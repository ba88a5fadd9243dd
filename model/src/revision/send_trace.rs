use serde::{Deserialize, Serialize};

/// For which packets the event `multifd_send` is fired. Threads cannot tell;
/// readers of logs can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SendTrace {
    /// For those that `p->pending_job` asks for.
    Jobs,
    /// For a SYNC of its own as well (8a9ef17380).
    EveryPacket,
}
