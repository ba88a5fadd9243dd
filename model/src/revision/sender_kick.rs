use serde::{Deserialize, Serialize};

/// Reaction of a channel's thread to a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SenderKick {
    /// It posts `channels_ready`, and `p->sem_sync` if the job that failed asked
    /// for a sync. A failure of the initial packet passes for success.
    SyncIfAsked,
    /// It posts both, whatever failed (2f4aefd320).
    Both,
}
