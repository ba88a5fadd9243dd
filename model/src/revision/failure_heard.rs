use serde::{Deserialize, Serialize};

/// Thread that tells notifiers of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FailureHeard {
    /// The cleanup, when the guest runs again.
    InCleanup,
    /// The migration thread, before it does; where there is none, no thread (6f5bc070fd).
    BeforeGuestRuns,
}
