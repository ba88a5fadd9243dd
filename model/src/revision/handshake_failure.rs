use serde::{Deserialize, Serialize};

/// Reaction to a failed handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HandshakeFailure {
    /// Fires a trace event.
    Ignored,
    /// Lets the channel quit, and wakes the migration thread (fca676429c).
    Handled,
}
