//! A TLS session on the wire: records that no application sees.
//!
//! Encryption is left out, so application data is what was written to the
//! channel. Sources: `io/channel-tls.c`, `crypto/tlssession.c`.

use super::{
    Error, QIOChannel, qio_channel_is_shut, qio_channel_write_all,
    wire::{Arrival, arrive, keep},
};

/// `qio_channel_tls_write_handler` for a message of the handshake. It is none
/// of the writes that a [`Peer`](super::Peer) counts.
///
/// # Errors
/// If the socket was shut down from this side.
pub fn qio_channel_tls_push(ioc: QIOChannel, message: u8) -> Result<(), Error> {
    if qio_channel_is_shut(ioc) {
        return Err(Error::Broken);
    }
    if let Some(other) = ioc.wire {
        arrive(other, Arrival::Bytes(keep(&[message])));
    }
    Ok(())
}

/// `qio_channel_tls_bye`: tells the other side that the stream is complete.
/// A write like any other, to the socket.
///
/// # Errors
/// If the connection was reset by the peer or shut down from this side.
pub fn qio_channel_tls_bye(ioc: QIOChannel) -> Result<(), Error> {
    qio_channel_write_all(ioc)?;
    if let Some(other) = ioc.wire {
        arrive(other, Arrival::CloseNotify);
    }
    Ok(())
}
