use serde::{Deserialize, Serialize};

use crate::world::ExitOnError;

/// Decides whether a destination that has failed exits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorExit {
    /// It does.
    Always,
    /// Unless `migrate-incoming` has said otherwise (dbea1c89da).
    IfAsked,
}

impl ErrorExit {
    /// Returns true if one that was told so exits.
    pub(crate) fn exits(self, asked: ExitOnError) -> bool {
        match self {
            ErrorExit::Always => true,
            ErrorExit::IfAsked => asked == ExitOnError::On,
        }
    }
}
