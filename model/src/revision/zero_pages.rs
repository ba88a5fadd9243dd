use serde::{Deserialize, Serialize};
use sim_io::{Atomic, qatomic_xchg};

/// Fate of the bit of a page that is in the file and is zero now.
///
/// Until 303e6f54f9 the migration thread finds zero pages, since then the
/// channels do; here it is always the channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ZeroPages {
    /// It is cleared (8fa1a21c6e).
    Cleared,
    /// It stays: the loop that should clear it has no turns (303e6f54f9).
    Left,
}

impl ZeroPages {
    /// A channel has found one.
    pub(crate) fn found(self, bit: Atomic<bool>) {
        match self {
            ZeroPages::Cleared => {
                qatomic_xchg(bit, false);
            }
            ZeroPages::Left => (),
        }
    }
}
