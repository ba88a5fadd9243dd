//! The handshake of TLS 1.3, as far as the two sides wait for each other.
//!
//! The client has the last word, so it believes that all is well before the
//! server has judged it; what the server then says comes as a record like any
//! other, and who only writes never reads it.

use sim_io::{Error, QIOChannel, qio_channel_read_all, qio_channel_tls_push};

/// Verdict of one side on the other's credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    Accepts,
    Rejects,
}

/// A flight of messages, which arrives as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flight {
    /// The client begins.
    ClientHello = 1,
    /// The server's answer, to its Finished.
    Server,
    /// The client's certificate and its Finished.
    Client,
    /// Its sender has given up.
    Alert,
}

/// The client's part.
///
/// # Errors
/// If it does not accept the server, or the connection ends.
pub(crate) fn client(ioc: QIOChannel, judgement: Judgement) -> Result<(), Error> {
    push(ioc, Flight::ClientHello)?;
    expect(ioc, Flight::Server)?;
    match judgement {
        Judgement::Accepts => push(ioc, Flight::Client),
        Judgement::Rejects => give_up(ioc),
    }
}

/// The server's part.
///
/// # Errors
/// If it does not accept the client, or the client gives up, or the connection ends.
pub(crate) fn server(ioc: QIOChannel, judgement: Judgement) -> Result<(), Error> {
    expect(ioc, Flight::ClientHello)?;
    push(ioc, Flight::Server)?;
    expect(ioc, Flight::Client)?;
    match judgement {
        Judgement::Accepts => Ok(()),
        Judgement::Rejects => give_up(ioc),
    }
}

fn give_up(ioc: QIOChannel) -> Result<(), Error> {
    push(ioc, Flight::Alert)?;
    Err(Error::Handshake)
}

fn push(ioc: QIOChannel, flight: Flight) -> Result<(), Error> {
    qio_channel_tls_push(ioc, flight as u8).map_err(|_| Error::Handshake)
}

fn expect(ioc: QIOChannel, flight: Flight) -> Result<(), Error> {
    let mut message = [0];
    qio_channel_read_all(ioc, &mut message).map_err(|_| Error::Handshake)?;
    if message == [flight as u8] { Ok(()) } else { Err(Error::Handshake) }
}
