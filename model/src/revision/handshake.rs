use serde::{Deserialize, Serialize};

/// Place of the TLS handshake of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Handshake {
    /// In the callback that created the session: the main loop waits for the peer.
    InMainLoop,
    /// In a thread of its own (a1af605bd5).
    OwnThread,
}
