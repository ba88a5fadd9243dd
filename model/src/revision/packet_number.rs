use serde::{Deserialize, Serialize};

/// The moment at which a packet gets its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PacketNumber {
    /// At the request: the next one may overwrite it.
    AtQueue,
    /// At the filling, atomically (98ea497d8b).
    AtFill,
}
