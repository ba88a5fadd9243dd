use serde::{Deserialize, Serialize};

use crate::source::Source;

/// Effect of `migrate_cancel` in postcopy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PostcopyCancel {
    /// It cancels, as always.
    Obeyed,
    /// Nothing (646119088f).
    Refused,
}

impl PostcopyCancel {
    /// Returns true if the command is refused.
    pub(crate) fn is_refused(self, s: &Source) -> bool {
        match self {
            PostcopyCancel::Obeyed => false,
            PostcopyCancel::Refused => s.migration_in_postcopy(),
        }
    }
}
