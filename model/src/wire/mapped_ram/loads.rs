//! In which pieces a block is loaded.

use std::ops::Range;

use thiserror::Error;

use super::{MappedRamHeader, bitmap_length, is_stored};

/// The most bytes of a piece: `MAPPED_RAM_LOAD_BUF_SIZE`.
const LOAD_MAX: u64 = 1 << 20;

/// A piece of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The place in the block at which it begins, in bytes.
    pub offset: u64,
    /// The place in the file at which it begins.
    pub file_offset: u64,
    /// Its bytes.
    pub length: u64,
}

/// The pieces of a block: `read_ramblock_mapped_ram`. They end at the first
/// that is refused.
///
/// QEMU looks only at where a piece begins. What the file says of its page size
/// is used to count pages alone, so with one smaller than the target's, the
/// last piece may end behind the block.
#[derive(Clone, Debug)]
pub struct Loads<'a> {
    header: MappedRamHeader,
    bitmap: &'a [u8],
    /// The target's page size.
    page_size: u64,
    /// Bytes of the block that is loaded into.
    used_length: u64,
    /// The pages that were not looked at yet.
    pages: Range<u64>,
    /// The rest of a run of stored pages: bytes of the block.
    run: Range<u64>,
}

impl<'a> Loads<'a> {
    /// The pieces of a block that has `length` bytes in the file and
    /// `used_length` here, on a target with pages of `page_size` bytes.
    /// `bitmap` is what could be read of it.
    ///
    /// # Errors
    /// If the bitmap is not whole.
    pub fn new(
        header: MappedRamHeader,
        bitmap: &'a [u8],
        length: u64,
        used_length: u64,
        page_size: u64,
    ) -> Result<Loads<'a>, LoadError> {
        let pages = header.pages(length);
        let (received, expected) = (bitmap.len() as u64, bitmap_length(pages));
        if received < expected {
            return Err(LoadError::Bitmap { received, expected });
        }
        Ok(Loads { header, bitmap, page_size, used_length, pages: 0..pages, run: 0..0 })
    }

    /// The next run of pages that are in the file.
    fn next_run(&mut self) -> Option<Range<u64>> {
        let start = self.pages.find(|&page| is_stored(self.bitmap, page))?;
        let end = self.pages.find(|&page| !is_stored(self.bitmap, page));
        let end = end.unwrap_or(self.pages.end);
        Some(start * self.page_size..end * self.page_size)
    }

    fn next_piece(&mut self) -> Result<Load, LoadError> {
        let (offset, used_length) = (self.run.start, self.used_length);
        if offset >= used_length {
            (self.pages, self.run) = (0..0, 0..0);
            return Err(LoadError::Outside { offset, used_length });
        }
        let length = LOAD_MAX.min(self.run.end - offset);
        self.run.start += length;
        Ok(Load { offset, file_offset: self.header.page_at(offset), length })
    }
}

impl Iterator for Loads<'_> {
    type Item = Result<Load, LoadError>;

    fn next(&mut self) -> Option<Result<Load, LoadError>> {
        if self.run.is_empty() {
            self.run = self.next_run()?;
        }
        Some(self.next_piece())
    }
}

/// Errors that end the loading of a block, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LoadError {
    /// The file ends before the bitmap does.
    #[error("bitmap of {received} bytes, not {expected}")]
    Bitmap {
        /// The bytes that there are.
        received: u64,
        /// The bytes of all pages.
        expected: u64,
    },
    /// A page is behind the end of the block.
    #[error("page at {offset:#x} of a block of {used_length:#x} bytes")]
    Outside {
        /// The place at which it begins.
        offset: u64,
        /// The block's bytes.
        used_length: u64,
    },
}
