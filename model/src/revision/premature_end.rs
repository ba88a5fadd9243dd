use serde::{Deserialize, Serialize};

use sim_io::{Error, QIOChannel, Received, qio_channel_is_shut, qio_channel_read_all_eof};

/// The moment at which a read of a TLS session, whose stream ends before it, asks whether this side
/// has shut it down: then that is no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PrematureEnd {
    /// After it has found the end.
    AskedAfter,
    /// Before it waits for what comes (57941c9c86).
    AskedBefore,
}

impl PrematureEnd {
    /// `qio_channel_readv_full_all_eof`; `relaxed` if any end will do.
    ///
    /// # Errors
    /// As [`qio_channel_read_all_eof`].
    pub(crate) fn read(
        self,
        ioc: QIOChannel,
        bytes: &mut [u8],
        relaxed: bool,
    ) -> Result<Received, Error> {
        let was_shut = match self {
            PrematureEnd::AskedAfter => false,
            PrematureEnd::AskedBefore => ioc.is_tls() && qio_channel_is_shut(ioc),
        };
        let may_end = || match self {
            PrematureEnd::AskedAfter => qio_channel_is_shut(ioc),
            PrematureEnd::AskedBefore => was_shut,
        };
        match qio_channel_read_all_eof(ioc, bytes) {
            Err(Error::PrematureTermination) if relaxed || may_end() => Ok(Received::EndOfStream),
            read => read,
        }
    }
}
