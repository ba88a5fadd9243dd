use serde::{Deserialize, Serialize};

/// Decides whether the channels of multifd can be on a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Files {
    /// They cannot: `migrate` refuses it.
    Refused,
    /// They can where a file is written; what loads it is the main channel alone,
    /// which is not modelled (f427d90b98).
    Saved,
    /// They can on both sides (a49d15a38d).
    SavedAndLoaded,
}

impl Files {
    /// Returns true if multifd writes files.
    pub(crate) fn are_saved(self) -> bool {
        match self {
            Files::Refused => false,
            Files::Saved | Files::SavedAndLoaded => true,
        }
    }

    /// Returns true if multifd loads them.
    pub(crate) fn are_loaded(self) -> bool {
        match self {
            Files::Refused | Files::Saved => false,
            Files::SavedAndLoaded => true,
        }
    }
}
