use serde::{Deserialize, Serialize};

/// Reaction of a channel to a wake-up without a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Wakeups {
    /// Nothing: it waits again.
    Tolerated,
    /// It must not be: an assertion (859ebaf346).
    Asserted,
}
