use serde::{Deserialize, Serialize};

/// Handler of the end of a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Callback {
    /// A callback of its own.
    Split,
    /// The callback of the connection, once more (2576ae488e).
    Unified,
}
