use serde::{Deserialize, Serialize};

/// What the migration thread waits for while the destination loads the package of a postcopy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PackageWait {
    /// An event, which only the destination's PONG sets.
    Event,
    /// `rp_sem`; and it looks for an error of the migration before and after
    /// (11.1:package-wait).
    ReturnPath,
}
