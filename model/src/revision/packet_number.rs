use serde::{Deserialize, Serialize};

/// When a packet gets its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PacketNumber {
    /// When it is asked for: the next request may overwrite it.
    AtQueue,
    /// When it is filled, atomically (98ea497d8b).
    AtFill,
}
