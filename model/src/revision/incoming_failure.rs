use serde::{Deserialize, Serialize};
use sim_io::Error;

use crate::incoming::Incoming;

/// Cleanup of the destination before it exits, because the load has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IncomingFailure {
    /// The main channel, and then multifd.
    Partial,
    /// Everything (246f54e0cc).
    Complete,
}

impl IncomingFailure {
    /// Does it.
    pub(crate) fn clean_up(self, incoming: &Incoming, error: Error) {
        match self {
            IncomingFailure::Partial => {
                incoming.close_from_src_file();
                incoming.multifd_recv_cleanup();
            }
            IncomingFailure::Complete => {
                incoming.migrate_set_error(error);
                incoming.migration_incoming_state_destroy();
            }
        }
    }
}
