use serde::{Deserialize, Serialize};

/// What a channel makes of a wake-up without a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Wakeups {
    /// Nothing: it waits again.
    Tolerated,
    /// It must not be: an assertion (859ebaf346).
    Asserted,
}
