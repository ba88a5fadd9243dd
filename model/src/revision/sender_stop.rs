use serde::{Deserialize, Serialize};

use crate::{send::SendParams, source::Source};

/// Effect of the cleanup on a channel that it wants to end, besides posting `p->sem`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SenderStop {
    /// Nothing: one that writes goes on until the peer reads.
    Woken,
    /// It shuts the channel down, so that a write ends as well (077fbb5942).
    ShutDown,
}

impl SenderStop {
    /// `p->sem` has been posted.
    pub(crate) fn ends_write(self, source: &Source, p: &SendParams) {
        match self {
            SenderStop::Woken => (),
            SenderStop::ShutDown => source.migration_ioc_shutdown_gracefully(p, p.c.get()),
        }
    }
}
