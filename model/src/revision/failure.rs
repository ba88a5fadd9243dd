use serde::{Deserialize, Serialize};

/// Effect of a failing thread on the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Failure {
    /// It calls `multifd_send_terminate_threads`, which wakes and shuts down every channel.
    TerminatesAll,
    /// It calls `multifd_send_set_error`, and leaves the rest to the main loop (3ab4441d97).
    SetsError,
}
