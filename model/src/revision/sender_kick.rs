use serde::{Deserialize, Serialize};

/// Which semaphores the failing thread of a channel posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SenderKick {
    /// `channels_ready`, and `p->sem_sync` if the job that failed asked for a sync.
    SyncIfAsked,
    /// Both (2f4aefd320).
    Both,
}
