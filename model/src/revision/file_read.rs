use serde::{Deserialize, Serialize};
use sim_io::touch;

use crate::{incoming::Incoming, recv::RecvParams};

/// Verdict of a channel on a short read of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileRead {
    /// An error, and it puts words before the text of it, which there is only where reading failed.
    WithoutText,
    /// An error with a text (11.1:whole-reads-and-writes).
    Whole,
}

impl FileRead {
    /// There was less than it was to read.
    pub(crate) fn was_short(self, incoming: &Incoming, p: &RecvParams) {
        match self {
            FileRead::WithoutText => touch(incoming.recv.error(p)),
            FileRead::Whole => (),
        }
    }
}
