//! Files of the capability `mapped-ram`: each page has its place.
//!
//! In the list of blocks, each is followed by a header, then its bitmap, and at
//! the next multiple of [`ALIGNMENT`] its pages (c2d5c4a7cb, 2f6b8826a5).

use thiserror::Error;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    big_endian::{U32, U64},
    transmute,
};

mod bitmap;
mod loads;

pub use self::{
    bitmap::{clear, is_stored, store},
    loads::{Load, LoadError, Loads},
};

/// The bytes of a header.
pub const LENGTH: usize = 28;
/// The alignment of a block's pages, in bytes: `MAPPED_RAM_FILE_OFFSET_ALIGNMENT`.
pub const ALIGNMENT: u64 = 1 << 20;
/// `MAPPED_RAM_HDR_VERSION`.
const VERSION: u32 = 1;

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct HeaderBytes {
    version: U32,
    page_size: U64,
    bitmap_offset: U64,
    pages_offset: U64,
}

/// Place of a block in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedRamHeader {
    /// The page size of the target that wrote it, in bytes.
    pub page_size: u64,
    /// The place at which its bitmap begins in the file.
    pub bitmap_offset: u64,
    /// The place at which its pages begin in the file.
    pub pages_offset: u64,
}

impl MappedRamHeader {
    /// Places a block of `used_length` bytes whose header begins at `at`, as
    /// `mapped_ram_setup_ramblock` does.
    ///
    /// # Panics
    /// If pages have no bytes.
    pub fn place(at: u64, used_length: u64, page_size: u64) -> MappedRamHeader {
        let bitmap_offset = at + LENGTH as u64;
        let bitmap_end = bitmap_offset + bitmap_length(used_length / page_size);
        let pages_offset = bitmap_end.next_multiple_of(ALIGNMENT);
        MappedRamHeader { page_size, bitmap_offset, pages_offset }
    }

    /// Encodes it as it stands in the file.
    pub fn encode(&self) -> [u8; LENGTH] {
        transmute!(HeaderBytes {
            version: U32::new(VERSION),
            page_size: U64::new(self.page_size),
            bitmap_offset: U64::new(self.bitmap_offset),
            pages_offset: U64::new(self.pages_offset),
        })
    }

    /// Decodes what could be read, as `mapped_ram_read_header` and `parse_ramblock_mapped_ram` do,
    /// on a target with pages of `page_size` bytes.
    ///
    /// Versions before the first, and any place of the bitmap, are taken.
    ///
    /// # Errors
    /// The first of QEMU's checks that fails.
    pub fn decode(bytes: &[u8], page_size: u64) -> Result<MappedRamHeader, MappedRamError> {
        let header = HeaderBytes::read_from_bytes(bytes)
            .map_err(|_| MappedRamError::Short { received: bytes.len() })?;
        let version = header.version.get();
        if version > VERSION {
            return Err(MappedRamError::Version { received: version });
        }
        let pages_offset = header.pages_offset.get();
        if !pages_offset.is_multiple_of(page_size) {
            return Err(MappedRamError::Alignment { pages_offset, page_size });
        }
        match header.page_size.get() {
            0 => Err(MappedRamError::PageSize),
            page_size => {
                let bitmap_offset = header.bitmap_offset.get();
                Ok(MappedRamHeader { page_size, bitmap_offset, pages_offset })
            }
        }
    }

    /// Returns the place in the file of the page that begins at `offset` of its block.
    pub fn page_at(&self, offset: u64) -> u64 {
        // A file may say anything. QEMU's sum wraps too, and the read fails.
        self.pages_offset.wrapping_add(offset)
    }

    /// Returns the place of the next block of the list, behind one of `used_length` bytes.
    pub fn next_block(&self, used_length: u64) -> u64 {
        self.page_at(used_length)
    }

    /// The pages of a block of so many bytes, as the file counts them.
    fn pages(&self, length: u64) -> u64 {
        length / self.page_size
    }
}

/// The bytes of a bitmap of so many pages, on a host whose words have 64 bits.
pub fn bitmap_length(pages: u64) -> u64 {
    pages.div_ceil(64) * 8
}

/// A header that ends the migration, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MappedRamError {
    /// The file ends before it does.
    #[error("header of {received} bytes, not {LENGTH}")]
    Short {
        /// The bytes that there are.
        received: usize,
    },
    /// It is of a later version.
    #[error("header of version {received}, after {VERSION}")]
    Version {
        /// The value there.
        received: u32,
    },
    /// The pages do not begin at a multiple of the page size.
    #[error("pages at {pages_offset:#x}, no multiple of {page_size:#x}")]
    Alignment {
        /// The place at which they begin in the file.
        pages_offset: u64,
        /// The target's page size.
        page_size: u64,
    },
    /// Its pages have no bytes. QEMU does not check that: it divides by it.
    #[error("header with pages of no bytes")]
    PageSize,
}
