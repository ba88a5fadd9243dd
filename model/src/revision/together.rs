use serde::{Deserialize, Serialize};

/// Decides whether a migration with multifd may become postcopy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Together {
    /// `migrate_caps_check` refuses the two capabilities together.
    Refused,
    /// It may: from then on pages take the main channel, and no sync asks the
    /// channels for anything (e274188612).
    Allowed,
}

impl Together {
    /// Returns true if it may.
    pub(crate) fn is_allowed(self) -> bool {
        match self {
            Together::Refused => false,
            Together::Allowed => true,
        }
    }
}
