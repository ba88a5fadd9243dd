use serde::{Deserialize, Serialize};

use crate::source::Source;

/// What `migrate_cancel` does in postcopy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PostcopyCancel {
    /// It cancels, as always.
    Obeyed,
    /// Nothing (646119088f).
    Refused,
}

impl PostcopyCancel {
    /// Whether the command is refused.
    pub(crate) fn is_refused(self, s: &Source) -> bool {
        match self {
            PostcopyCancel::Obeyed => false,
            PostcopyCancel::Refused => s.migration_in_postcopy(),
        }
    }
}
