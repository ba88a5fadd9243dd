use serde::{Deserialize, Serialize};

/// Thread in which the TLS handshake of a channel runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Handshake {
    /// In the callback that created the session: the main loop waits for the peer.
    InMainLoop,
    /// In a thread of its own (a1af605bd5).
    OwnThread,
}
