use serde::{Deserialize, Serialize};

/// Record that a socket keeps of writes without a copy that the kernel is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CopyNoted {
    /// One that went without: where none was sent, that looks as if each was copied.
    Success,
    /// One that was copied after all (11.1:zero-copy-fallback).
    Fallback,
}

impl CopyNoted {
    /// Returns true if a channel that has sent nothing looks like one that has copied.
    pub(crate) fn takes_idle_for_copied(self) -> bool {
        match self {
            CopyNoted::Success => true,
            CopyNoted::Fallback => false,
        }
    }
}
