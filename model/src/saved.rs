//! The file of a migration to a file, with the capability `mapped-ram`: what lies where.
//!
//! One block of RAM, and a page for each of the world's. The bytes of the
//! stream are real, and so are the places; a page is as many bytes as it has in
//! a packet, and stands for as many as a load may have, so that each page is a
//! load of its own.

use sim_io::{
    Error, File, Plain, QIOChannel, Structure, memory, qio_channel_append, qio_channel_pread,
    qio_channel_pwritev,
};

use crate::{
    message::{Message, put},
    wire::{
        mapped_ram::{self, MappedRamHeader},
        stream::Token,
    },
    world::{FaultKind, PAGE_SIZE, RAM_BLOCK, World},
};

/// The size of a page in the file, in bytes: `MAPPED_RAM_LOAD_BUF_SIZE`.
pub(crate) const FILE_PAGE: u64 = 1 << 20;

/// The place at which the header of the block begins: behind the stream's header, the byte of the
/// section, the token, the name with its length, and the block's length.
pub(crate) const HEADER_AT: u64 = 8 + 1 + 8 + 1 + 6 + 8;

/// The bytes of a bitmap: the most that a world's pages need.
pub(crate) const BITMAP_MAX: usize = 32;

/// A piece of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The stream, up to the header of the block.
    Head,
    /// The bitmap of the block.
    Bitmap,
    /// A page.
    Page(u8),
    /// The rest of the stream, behind the pages.
    Tail,
}

memory! {
    /// Position of a `QEMUFile` in the file.
    pub(crate) struct Position {
        /// Set if it is behind the pages.
        pub in_tail: Plain<bool>,
        /// The offset in the piece.
        pub at: Plain<u64>,
    }
}

/// The file, and how far its stream was written or read.
#[derive(Clone, Copy)]
pub(crate) struct Saved {
    file: File,
    pages: u8,
    position: Position,
}

impl Saved {
    /// A file that is still empty.
    pub(crate) fn declare(world: &World) -> Saved {
        let saved = Saved {
            file: File::declare("file", world.pages + 3),
            pages: world.pages,
            position: Position::declare(sim_io::Name::of("file_position")),
        };
        saved.position.memory.permanent();
        saved
    }

    /// Opens the file again, to be read from its beginning.
    pub(crate) fn reopened(self) -> Saved {
        let position = Position::declare(sim_io::Name::of("incoming_file_position"));
        position.memory.permanent();
        Saved { position, ..self }
    }

    /// A channel on it.
    pub(crate) fn channel(self, ioc: QIOChannel) -> QIOChannel {
        ioc.in_file(self.file)
    }

    fn index(self, piece: Piece) -> u8 {
        match piece {
            Piece::Head => 0,
            Piece::Bitmap => 1,
            Piece::Page(page) => 2 + page,
            Piece::Tail => 2 + self.pages,
        }
    }

    /// The bytes of the block.
    pub(crate) fn used_length(self) -> u64 {
        u64::from(self.pages) * FILE_PAGE
    }

    /// The token with the size of RAM.
    pub(crate) fn mem_size(self) -> Token {
        Token::MemSize(self.used_length())
    }

    /// Puts what the list of blocks says of the only one.
    pub(crate) fn put_ram_block(self, message: &mut Message) {
        put(message, &[RAM_BLOCK.len() as u8]);
        put(message, RAM_BLOCK);
        put(message, &self.used_length().to_be_bytes());
        put(message, &self.header().encode());
    }

    /// The place of the block.
    pub(crate) fn header(self) -> MappedRamHeader {
        MappedRamHeader::place(HEADER_AT, self.used_length(), FILE_PAGE)
    }

    /// Returns the piece that begins at a place, if any does.
    pub(crate) fn piece_at(self, offset: u64) -> Option<Piece> {
        let header = self.header();
        let pages = (0..self.pages).map(Piece::Page);
        let page = |page: &Piece| match page {
            Piece::Page(page) => offset == header.page_at(u64::from(*page) * FILE_PAGE),
            Piece::Head | Piece::Bitmap | Piece::Tail => false,
        };
        match offset {
            0 => Some(Piece::Head),
            _ if offset == header.bitmap_offset => Some(Piece::Bitmap),
            _ if offset == header.next_block(self.used_length()) => Some(Piece::Tail),
            _ => pages.into_iter().find(page),
        }
    }

    /// `qio_channel_pwritev` at a place.
    pub(crate) fn pwrite(self, ioc: QIOChannel, piece: Piece, bytes: &[u8]) -> Result<(), Error> {
        qio_channel_pwritev(ioc, self.index(piece), bytes)
    }

    /// `qio_channel_pread` at a place; how many bytes there were. Where nothing
    /// is known to begin there is nothing.
    pub(crate) fn pread(
        self,
        ioc: QIOChannel,
        offset: u64,
        bytes: &mut [u8],
    ) -> Result<usize, Error> {
        match self.piece_at(offset) {
            None => Ok(0),
            Some(piece) => qio_channel_pread(ioc, self.index(piece), 0, bytes),
        }
    }

    fn stream_piece(self) -> Piece {
        if self.position.in_tail.get() { Piece::Tail } else { Piece::Head }
    }

    /// Writes what comes next in the stream.
    pub(crate) fn append(self, ioc: QIOChannel, bytes: &[u8]) -> Result<(), Error> {
        qio_channel_append(ioc, self.index(self.stream_piece()), bytes)
    }

    /// Reads what comes next in the stream.
    pub(crate) fn next(self, ioc: QIOChannel, bytes: &mut [u8]) -> Result<(), Error> {
        let at = self.position.at.get();
        let piece = self.index(self.stream_piece());
        let length = qio_channel_pread(ioc, piece, at as usize, bytes)?;
        self.position.at.set(at + length as u64);
        if length < bytes.len() { Err(Error::UnexpectedEof) } else { Ok(()) }
    }

    /// The stream goes on behind the pages: `qemu_set_offset`.
    pub(crate) fn skip_pages(self) {
        self.position.in_tail.set(true);
        self.position.at.set(0);
    }

    /// Lays down a piece of a file that was written before, as far as it goes.
    pub(crate) fn lay(self, world: &World, piece: Piece, bytes: &[u8]) {
        let index = self.index(piece);
        let ends = |end: u8| FaultKind::FileEnds(end);
        if (0..index).any(|end| world.has(0, ends(end))) {
            return;
        }
        let whole = !world.has(0, ends(index));
        let there = if whole { bytes } else { &bytes[..bytes.len() / 2] };
        self.file.lay(index, there);
    }

    /// Returns the version of a page that the file has: none, if the bitmap does not name it.
    pub(crate) fn version(self, page: u8) -> Option<u64> {
        let named = |bitmap: &[u8]| mapped_ram::is_stored(bitmap, page.into());
        if !self.file.peek(self.index(Piece::Bitmap), named) {
            return None;
        }
        let version = |bytes: &[u8]| bytes.try_into().map(u64::from_be_bytes);
        self.file.peek(self.index(Piece::Page(page)), version).ok()
    }
}

/// A page's bytes.
pub(crate) type PageBytes = [u8; PAGE_SIZE as usize];
