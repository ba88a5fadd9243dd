use serde::{Deserialize, Serialize};

/// Form of a request for a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SyncJob {
    /// As one more of `p->pending_job`, and a bit in `p->flags`.
    Merged,
    /// By `p->pending_sync`; `p->pending_job` is a boolean (f5f48a7891).
    OwnFlag,
}
