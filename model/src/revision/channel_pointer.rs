use serde::{Deserialize, Serialize};

use sim_io::{QIOChannel, qio_channel_unref};

use crate::send::{Connection, SendParams};

/// Moment from which `p->c` points to a channel, and the owner of one that never came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelPointer {
    /// Since there is a TLS session: one whose handshake failed is left to the cleanup.
    Early,
    /// Since the channel is up: what fails before drops its channel itself (9221e3c6a2).
    WhenUp,
}

impl ChannelPointer {
    /// There is a TLS session, and its handshake is about to begin.
    pub(crate) fn session_created(self, p: &SendParams) {
        match self {
            ChannelPointer::Early => p.c.set(Connection::Tls),
            ChannelPointer::WhenUp => (),
        }
    }

    /// The creation of a channel failed; `ioc` is as far as it came.
    pub(crate) fn creation_failed(self, p: &SendParams, ioc: QIOChannel) {
        match self {
            ChannelPointer::Early if p.c.get() != Connection::Null => (),
            ChannelPointer::Early | ChannelPointer::WhenUp => qio_channel_unref(ioc),
        }
    }
}
