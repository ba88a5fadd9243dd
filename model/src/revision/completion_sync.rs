use serde::{Deserialize, Serialize};

/// Reaction of `ram_save_complete` to its last scan, which has synced where it wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompletionSync {
    /// It syncs once more, and tells the destination to by a FLUSH.
    WithFlush,
    /// It syncs once more: it does not tell the destination to (637280aeb2).
    WithoutFlush,
    /// Nothing (1d457daf86).
    None,
}

impl CompletionSync {
    /// Returns true if the destination is told to as well.
    pub(crate) fn flushes_again(self) -> bool {
        match self {
            CompletionSync::WithFlush => true,
            CompletionSync::WithoutFlush | CompletionSync::None => false,
        }
    }

    /// Returns true if the channels are asked once more.
    pub(crate) fn syncs_again(self) -> bool {
        match self {
            CompletionSync::WithFlush | CompletionSync::WithoutFlush => true,
            CompletionSync::None => false,
        }
    }
}
