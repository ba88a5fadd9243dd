use serde::{Deserialize, Serialize};

/// Decides whether a completion saves devices in threads of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SaveThreads {
    /// It does not: no device sends its state over multifd.
    Absent,
    /// It starts one for each before it saves RAM, and waits for all of them after that; an
    /// error of the migration then fails it, whether or not there was a device. Neither to a
    /// file nor with compression (8305921a91).
    InCompletion,
}

impl SaveThreads {
    /// Returns true if it does.
    pub(crate) fn are_spawned(self) -> bool {
        match self {
            SaveThreads::Absent => false,
            SaveThreads::InCompletion => true,
        }
    }
}
