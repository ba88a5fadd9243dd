use serde::{Deserialize, Serialize};

use crate::source::Source;

/// Events that notifiers hear when postcopy begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PostcopyHeard {
    /// DONE; and FAILED where it could not begin.
    AsEnd,
    /// POSTCOPY_START (2bce143a7c).
    AsStart,
}

impl PostcopyHeard {
    /// The package is sent. The big lock is held.
    pub(crate) fn begins(self, s: &Source) {
        match self {
            PostcopyHeard::AsEnd => s.notify_switched(),
            PostcopyHeard::AsStart => s.notify_postcopy(),
        }
    }

    /// It could not be. The big lock is held.
    pub(crate) fn cannot_begin(self, s: &Source) {
        match self {
            PostcopyHeard::AsEnd => s.notify_failed_switch(),
            PostcopyHeard::AsStart => (),
        }
    }
}
