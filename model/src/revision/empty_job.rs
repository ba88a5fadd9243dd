use serde::{Deserialize, Serialize};

/// Reaction of a channel to a job without pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EmptyJob {
    /// A packet without pages.
    Sent,
    /// It must not be: an assertion (83c560fb42).
    Asserted,
}
