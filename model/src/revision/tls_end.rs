use serde::{Deserialize, Serialize};

/// TLS sessions that the cleanup ends before it shuts their sockets down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TlsEnd {
    /// None.
    Never,
    /// Each that has a thread, however the migration came out, before any is told to exit
    /// (48796f6b44).
    Always,
    /// Each, if the migration has not failed (82f038d596).
    OnSuccess,
}
