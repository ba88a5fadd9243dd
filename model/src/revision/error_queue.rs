use serde::{Deserialize, Serialize};
use sim_io::Error;

use crate::{send::SendParams, source::Source};

/// Reaction of a write without a copy to an error queue that has no room for what the kernel would
/// say of it (`ENOBUFS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorQueue {
    /// It fails.
    Fails,
    /// It reads what is in the queue, and tries once more: channels do not block, so it waits for
    /// nothing, and the second try may fail as well. A flush that finds nothing in flight is then
    /// taken for one of copies, unless something was sent since the last (84005f4a2b).
    FlushedOnce,
}

impl ErrorQueue {
    /// There is no room.
    pub(crate) fn is_full(self, source: &Source, p: &SendParams) -> Result<(), Error> {
        match self {
            ErrorQueue::Fails => Err(Error::Broken),
            ErrorQueue::FlushedOnce => source.retry_when_flushed(p),
        }
    }

    /// Returns true if a channel that has sent nothing counts as one that has copied.
    pub(crate) fn counts_idle(self) -> bool {
        match self {
            ErrorQueue::Fails => false,
            ErrorQueue::FlushedOnce => true,
        }
    }
}
