use serde::{Deserialize, Serialize};

use super::YankEntry;
use crate::send::{Connection, OutgoingArgs};

/// Code that frees the address that all channels connect to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OutgoingAddress {
    /// The destruction of a channel: the first one frees it.
    WithChannel,
    /// The cleanup of the state, once (72b90b9687).
    WithState,
}

impl OutgoingAddress {
    /// The cleanup is at a channel. Since 0518b5d8d3 it destroys only those that came up.
    pub(crate) fn channel_destroyed(
        self,
        args: OutgoingArgs,
        entry: YankEntry,
        connection: Connection,
    ) {
        match (self, entry) {
            (OutgoingAddress::WithState, _) => (),
            (OutgoingAddress::WithChannel, YankEntry::WithChannel)
                if connection == Connection::Null => {}
            (OutgoingAddress::WithChannel, _) => args.socket_cleanup_outgoing_migration(),
        }
    }

    /// The cleanup is at the state.
    pub(crate) fn state_destroyed(self, args: OutgoingArgs) {
        match self {
            OutgoingAddress::WithChannel => (),
            OutgoingAddress::WithState => args.socket_cleanup_outgoing_migration(),
        }
    }
}
