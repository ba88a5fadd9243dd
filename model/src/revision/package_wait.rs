use serde::{Deserialize, Serialize};

/// Condition for which the migration thread waits while the destination loads a postcopy's package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PackageWait {
    /// An event, which only the destination's PONG sets.
    Event,
    /// `rp_sem`; and it looks for an error of the migration before and after
    /// (11.1:package-wait).
    ReturnPath,
}
