use serde::{Deserialize, Serialize};

use crate::send::SendParams;

/// The moment at which `p->flags` lose what the last packet said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FlagsReset {
    /// After a SYNC is written.
    AfterSync,
    /// Before pages are filled in (00b4b21653).
    BeforeJob,
}

impl FlagsReset {
    /// Pages are about to be filled in.
    pub(crate) fn job_begins(self, p: &SendParams) {
        match self {
            FlagsReset::AfterSync => (),
            FlagsReset::BeforeJob => p.flags.set(0),
        }
    }

    /// A SYNC is written.
    pub(crate) fn sync_written(self, p: &SendParams) {
        match self {
            FlagsReset::AfterSync => p.flags.set(0),
            FlagsReset::BeforeJob => (),
        }
    }
}
