//! Bitmap of the pages of a block that are in the file: `file_bmap`.
//!
//! Of the host's words, here those of a little-endian one: QEMU writes them as
//! they lie in memory. A file from a big-endian host has them the other way
//! round, and nothing in it says so.

/// Notes that a page is in the file: `ramblock_set_file_bmap_atomic`.
///
/// # Panics
/// If the bitmap has no such page.
pub fn store(bitmap: &mut [u8], page: u64) {
    bitmap[(page / 8) as usize] |= 1 << (page % 8);
}

/// Notes that a page is zero: `ramblock_set_file_bmap_atomic`.
///
/// # Panics
/// If the bitmap has no such page.
pub fn clear(bitmap: &mut [u8], page: u64) {
    bitmap[(page / 8) as usize] &= !(1 << (page % 8));
}

/// Returns true if a page is in the file; one behind the bitmap is not.
pub fn is_stored(bitmap: &[u8], page: u64) -> bool {
    let byte = bitmap.get((page / 8) as usize);
    byte.is_some_and(|byte| byte & (1 << (page % 8)) != 0)
}
