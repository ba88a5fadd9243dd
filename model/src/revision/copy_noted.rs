use serde::{Deserialize, Serialize};

/// What a socket remembers of the writes without a copy that the kernel is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CopyNoted {
    /// That one went without: where none was sent, that looks as if each was copied.
    Success,
    /// That one was copied after all (11.1:zero-copy-fallback).
    Fallback,
}

impl CopyNoted {
    /// Whether a channel that has sent nothing looks like one that has copied.
    pub(crate) fn takes_idle_for_copied(self) -> bool {
        match self {
            CopyNoted::Success => true,
            CopyNoted::Fallback => false,
        }
    }
}
