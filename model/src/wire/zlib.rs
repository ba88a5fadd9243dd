//! Pages that zlib compresses: one stream for a channel's life, all packets.
//!
//! Behind each packet the stream is flushed, so that the receiver gets all of
//! its pages. Unlike the rest of the wire, what is here owns memory: a thread of
//! the model must not hold it from one step to the next.

use flate2::{Compress, Decompress, FlushCompress, FlushDecompress, Status};
use thiserror::Error;

use super::flags::{Compression, CompressionBits, FlagsError};

/// `MULTIFD_FLAG_ZLIB`'s sender: `multifd_zlib_send_setup`.
#[derive(Debug)]
pub struct ZlibSender(Compress);

impl ZlibSender {
    /// A sender that compresses as much as `multifd-zlib-level` says, from 0 to 9.
    pub fn new(level: u32) -> ZlibSender {
        ZlibSender(Compress::new(flate2::Compression::new(level), true))
    }

    /// Compresses the pages of a packet into `out`, and says how many bytes
    /// that are, its `next_packet_size`: `multifd_zlib_send_prepare`.
    ///
    /// # Errors
    /// If there is no room in `out` for all pages. Whether there was any for the
    /// flush is not asked; QEMU has room for whatever 512 KiB can become.
    pub fn prepare<'a>(
        &mut self,
        pages: impl ExactSizeIterator<Item = &'a [u8]>,
        out: &mut [u8],
    ) -> Result<usize, ZlibFull> {
        let before = self.0.total_out();
        let last = pages.len().saturating_sub(1);
        for (index, page) in pages.enumerate() {
            let flush = if index == last { FlushCompress::Sync } else { FlushCompress::None };
            let used = (self.0.total_out() - before) as usize;
            self.deflate(page, &mut out[used..], flush)?;
        }
        Ok((self.0.total_out() - before) as usize)
    }

    fn deflate(
        &mut self,
        page: &[u8],
        out: &mut [u8],
        flush: FlushCompress,
    ) -> Result<(), ZlibFull> {
        let before = self.0.total_in();
        let status = self.0.compress(page, out, flush);
        let taken = (self.0.total_in() - before) as usize;
        match status {
            Ok(Status::Ok) if taken == page.len() => Ok(()),
            Ok(Status::Ok | Status::BufError | Status::StreamEnd) | Err(_) => {
                Err(ZlibFull { taken, page: page.len() })
            }
        }
    }
}

/// The room for a packet's compressed pages is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("room for {taken} bytes of a page of {page}")]
pub struct ZlibFull {
    /// The bytes of the page that were taken.
    pub taken: usize,
    /// Those that it has.
    pub page: usize,
}

/// `MULTIFD_FLAG_ZLIB`'s receiver: `multifd_zlib_recv_setup`.
#[derive(Debug)]
pub struct ZlibReceiver(Decompress);

impl Default for ZlibReceiver {
    fn default() -> ZlibReceiver {
        ZlibReceiver::new()
    }
}

impl ZlibReceiver {
    /// `MULTIFD_PACKET_SIZE * 2`: the bytes that QEMU has room for.
    const ROOM: usize = 1 << 20;

    /// A receiver at the begin of a channel's life.
    pub fn new() -> ZlibReceiver {
        ZlibReceiver(Decompress::new(true))
    }

    /// Inflates, as `multifd_zlib_recv` does, the bytes that follow a packet, each page where it
    /// belongs. Bytes that zlib does not need for them are forgotten. QEMU's last check, of the sum
    /// of the pages, cannot fail and is left out.
    ///
    /// # Errors
    /// The first of QEMU's checks that fails, or what QEMU would die of. Pages
    /// before it are there by then.
    pub fn receive<'a>(
        &mut self,
        (flags, bits): (u32, CompressionBits),
        mut input: &[u8],
        pages: impl ExactSizeIterator<Item = &'a mut [u8]>,
    ) -> Result<(), ZlibError> {
        Compression::Zlib.expect(flags, bits)?;
        if pages.len() == 0 && !input.is_empty() {
            return Err(ZlibError::NoPages { received: input.len() });
        }
        if input.len() > ZlibReceiver::ROOM {
            return Err(ZlibError::Overrun { received: input.len() });
        }
        let last = pages.len().saturating_sub(1);
        for (index, page) in pages.enumerate() {
            let flush = if index == last { FlushDecompress::Sync } else { FlushDecompress::None };
            input = self.inflate(index, input, page, flush)?;
        }
        Ok(())
    }

    /// Fills a page, and returns the input that is left.
    fn inflate<'i>(
        &mut self,
        index: usize,
        input: &'i [u8],
        page: &mut [u8],
        flush: FlushDecompress,
    ) -> Result<&'i [u8], ZlibError> {
        let (taken, filled) = (self.0.total_in(), self.0.total_out());
        let status = self.0.decompress(input, page, flush);
        let filled = (self.0.total_out() - filled) as usize;
        let failed = |because| Err(ZlibError::Inflate { page: index, because });
        match status {
            Ok(Status::Ok) if filled == page.len() => {
                Ok(&input[(self.0.total_in() - taken) as usize..])
            }
            Ok(Status::Ok) => Err(ZlibError::TooFew { page: index, received: filled }),
            Ok(Status::BufError) => failed(Inflate::NoInput),
            Ok(Status::StreamEnd) => failed(Inflate::End),
            Err(error) if error.needs_dictionary().is_some() => failed(Inflate::Dictionary),
            Err(_) => failed(Inflate::Data),
        }
    }
}

/// Compressed pages that end their channel, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ZlibError {
    /// They are compressed otherwise.
    #[error(transparent)]
    Flags(#[from] FlagsError),
    /// There are no pages, but something follows. To QEMU that is an assertion.
    #[error("{received} bytes of no pages")]
    NoPages {
        /// The number of bytes.
        received: usize,
    },
    /// More bytes follow than there is room for. QEMU does not check that: it
    /// writes behind its buffer.
    #[error("{received} bytes, more than there is room for")]
    Overrun {
        /// The number of bytes.
        received: usize,
    },
    /// The input ends within a page.
    #[error("page {page} ends after {received} bytes")]
    TooFew {
        /// The page.
        page: usize,
        /// The bytes that there are of it.
        received: usize,
    },
    /// zlib gives up.
    #[error("page {page}: {because}")]
    Inflate {
        /// The page.
        page: usize,
        /// The reason.
        because: Inflate,
    },
}

/// Results of zlib's `inflate` other than `Z_OK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Inflate {
    /// `Z_BUF_ERROR`: there is no input.
    #[error("no input")]
    NoInput,
    /// `Z_STREAM_END`: the stream was ended, which no sender does.
    #[error("the stream ends")]
    End,
    /// `Z_NEED_DICT`: the stream begins with another dictionary.
    #[error("a dictionary is needed")]
    Dictionary,
    /// `Z_DATA_ERROR`: that is no stream of zlib.
    #[error("no stream of zlib")]
    Data,
}
