use serde::{Deserialize, Serialize};

use crate::send::{SendParams, SendState};

/// Thread that a channel wakes when it leaves without an error of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ExitKick {
    /// No thread.
    Nobody,
    /// The migration thread, which may wait for it (11.0:always-kick).
    MigrationThread,
}

impl ExitKick {
    /// `multifd_send_thread` has come to its end, with an error or without.
    pub(crate) fn leaves(self, send: &SendState, p: &SendParams) {
        match self {
            ExitKick::Nobody => (),
            ExitKick::MigrationThread => send.kick_at_exit(p),
        }
    }
}
