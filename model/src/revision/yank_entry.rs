use serde::{Deserialize, Serialize};

use crate::send::{Connection, SendParams};

/// Sign by which the cleanup knows the channels that are registered with yank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum YankEntry {
    /// By `p->registered_yank`.
    OwnFlag,
    /// By `p->c`: a channel that is up is registered (0518b5d8d3).
    WithChannel,
}

impl YankEntry {
    /// The channel is registered.
    pub(crate) fn registered(self, p: &SendParams) {
        match self {
            YankEntry::OwnFlag => p.registered_yank.set(true),
            YankEntry::WithChannel => (),
        }
    }

    /// Returns true if the cleanup has to unregister it. `connection` is what `p->c` says.
    pub(crate) fn is_registered(self, p: &SendParams, connection: Connection) -> bool {
        match self {
            YankEntry::OwnFlag => p.registered_yank.get(),
            YankEntry::WithChannel => connection.has_shutdown(),
        }
    }
}
