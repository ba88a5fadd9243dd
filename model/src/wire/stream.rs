//! The main channel: what tells it from the others, and its tokens.
//!
//! A token is a word whose low bits are flags and whose high bits are an
//! address. What follows it depends on the flags.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::header;

/// `QEMU_VM_FILE_MAGIC`: the first bytes of a main channel.
pub const MAGIC: u32 = 0x5145_564d;

/// Kind that a channel seems to be by its first four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The main channel.
    Main,
    /// A channel of multifd.
    Multifd,
    /// Something else: a channel of multifd all the same from 6720c2b327 on,
    /// refused from 00f3fcef19 on.
    Unknown(u32),
}

/// Classifies a new channel as `migration_ioc_process_incoming` does when it peeks at it.
pub fn classify(first: [u8; 4]) -> Channel {
    match u32::from_be_bytes(first) {
        MAGIC => Channel::Main,
        header::MAGIC => Channel::Multifd,
        other => Channel::Unknown(other),
    }
}

const ZERO: u64 = 0x02;
const MEM_SIZE: u64 = 0x04;
const PAGE: u64 = 0x08;
const EOS: u64 = 0x10;
const CONTINUE: u64 = 0x20;
const XBZRLE: u64 = 0x40;
const HOOK: u64 = 0x80;
const COMPRESS_PAGE: u64 = 0x100;
const MULTIFD_FLUSH: u64 = 0x200;

/// The least that an address is a multiple of: all flags lie below.
const ADDRESS_MIN: u64 = 0x400;

/// Token that comes next in the section of RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A list of the blocks, that have so many bytes together:
    /// `RAM_SAVE_FLAG_MEM_SIZE`.
    MemSize(u64),
    /// A page.
    Page {
        /// The way it is sent.
        kind: PageKind,
        /// The block that it is in.
        block: Block,
        /// The place at which it begins there, in bytes.
        offset: u64,
    },
    /// The end of the section: `RAM_SAVE_FLAG_EOS`.
    Eos,
    /// The receivers of multifd must have all that was sent so far:
    /// `RAM_SAVE_FLAG_MULTIFD_FLUSH` (294e5a4034).
    MultifdFlush,
    /// RDMA's own: `RAM_SAVE_FLAG_HOOK`.
    Hook,
}

/// The way the main channel sends a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A byte that is zero: `RAM_SAVE_FLAG_ZERO`.
    Zero,
    /// As it is: `RAM_SAVE_FLAG_PAGE`.
    Plain,
    /// As a difference: `RAM_SAVE_FLAG_XBZRLE`.
    Xbzrle,
    /// `RAM_SAVE_FLAG_COMPRESS_PAGE`.
    Compressed,
}

/// Block that a page is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// The block whose name follows, behind a byte that is its length.
    Named,
    /// The block of the page before: `RAM_SAVE_FLAG_CONTINUE`.
    Same,
}

impl Token {
    /// The token as `qemu_put_be64` writes it.
    ///
    /// # Panics
    /// If an address or size is no multiple of 1024: its low bits were flags.
    pub fn encode(self) -> [u8; 8] {
        let (address, flags) = match self {
            Token::MemSize(bytes) => (bytes, MEM_SIZE),
            Token::Page { kind, block, offset } => (offset, kind.flag() | block.flag()),
            Token::Eos => (0, EOS),
            Token::MultifdFlush => (0, MULTIFD_FLUSH),
            Token::Hook => (0, HOOK),
        };
        assert!(address.is_multiple_of(ADDRESS_MIN), "{address:#x} has flags in it");
        (address | flags).to_be_bytes()
    }
}

impl PageKind {
    const fn flag(self) -> u64 {
        match self {
            PageKind::Zero => ZERO,
            PageKind::Plain => PAGE,
            PageKind::Xbzrle => XBZRLE,
            PageKind::Compressed => COMPRESS_PAGE,
        }
    }
}

impl Block {
    const fn flag(self) -> u64 {
        match self {
            Block::Named => 0,
            Block::Same => CONTINUE,
        }
    }
}

/// Tokens that a destination knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// The target's page size, in bytes: what is below is flags.
    pub page_size: u64,
    /// Compressed pages, if they may come.
    pub compressed_pages: CompressedPages,
    /// The flush of multifd, if it is a token.
    pub flush: Flush,
    /// The place of pages.
    pub pages: PagesIn,
}

/// Decides whether pages may come compressed on the main channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompressedPages {
    /// They may: the capability is on.
    Taken,
    /// They may not.
    Refused,
    /// They are not known at all (0222111a22).
    Removed,
}

/// Decides whether a flush of multifd is a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Flush {
    /// No: each end of a section is one.
    Unknown,
    /// It is (294e5a4034).
    Known,
}

/// Places of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PagesIn {
    /// In the stream, or on channels of multifd.
    Channels,
    /// In the file, each at its place: a stream has none (9d01778af8).
    MappedRam,
}

impl Tokens {
    /// Decodes a token as `ram_load_precopy` does.
    ///
    /// If pages are flagged and the flags are no known combination, QEMU first reads the block's
    /// name.
    ///
    /// # Errors
    /// If a flag is refused, and then, if there is no such combination.
    pub fn decode(&self, token: [u8; 8]) -> Result<Token, TokenError> {
        let word = u64::from_be_bytes(token);
        let flags = word & (self.page_size - 1);
        let address = word - flags;
        match flags & self.refused() {
            0 => self.known(flags, address).ok_or(TokenError::Combination { flags }),
            flags => Err(TokenError::Refused { flags }),
        }
    }

    fn refused(&self) -> u64 {
        let compressed = match self.compressed_pages {
            CompressedPages::Refused => COMPRESS_PAGE,
            CompressedPages::Taken | CompressedPages::Removed => 0,
        };
        let pages = match self.pages {
            PagesIn::Channels => 0,
            PagesIn::MappedRam => HOOK | MULTIFD_FLUSH | PAGE | XBZRLE | ZERO,
        };
        compressed | pages
    }

    fn known(&self, flags: u64, offset: u64) -> Option<Token> {
        let block = match flags & CONTINUE {
            0 => Block::Named,
            _ => Block::Same,
        };
        let page = |kind| Some(Token::Page { kind, block, offset });
        match flags & !CONTINUE {
            MEM_SIZE => Some(Token::MemSize(offset)),
            ZERO => page(PageKind::Zero),
            PAGE => page(PageKind::Plain),
            XBZRLE => page(PageKind::Xbzrle),
            EOS => Some(Token::Eos),
            MULTIFD_FLUSH => match self.flush {
                Flush::Known => Some(Token::MultifdFlush),
                Flush::Unknown => None,
            },
            HOOK => Some(Token::Hook),
            COMPRESS_PAGE => match self.compressed_pages {
                CompressedPages::Taken | CompressedPages::Refused => page(PageKind::Compressed),
                CompressedPages::Removed => None,
            },
            _ => None,
        }
    }
}

/// A token that ends the migration, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// Flags that this destination has no use for.
    #[error("refused flags {flags:#x}")]
    Refused {
        /// Those of them that are refused.
        flags: u64,
    },
    /// Flags that do not go together, or not known at all.
    #[error("flags {flags:#x} mean nothing")]
    Combination {
        /// All flags.
        flags: u64,
    },
}
