use serde::{Deserialize, Serialize};

/// Decides whether the destination loads devices in threads of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LoadThreads {
    /// It does not.
    Absent,
    /// It does, and waits for all of them when the stream has ended (b1937fd1eb).
    Awaited,
}

impl LoadThreads {
    /// Returns true if it does.
    pub(crate) fn are_started(self) -> bool {
        match self {
            LoadThreads::Absent => false,
            LoadThreads::Awaited => true,
        }
    }
}
