use model::wire::mapped_ram::{
    Load, LoadError, Loads, MappedRamError, MappedRamHeader, bitmap_length, clear, is_stored, store,
};
use proptest::{collection::vec, prelude::*};

use super::put;

const MIB: u64 = 1 << 20;
const PAGE: u64 = 4096;

/// A block of 65 pages whose header begins at byte 0x40.
fn header() -> MappedRamHeader {
    MappedRamHeader::place(0x40, 65 * PAGE, PAGE)
}

/// The header, byte by byte.
fn bytes() -> [u8; 28] {
    let mut bytes = [0; 28];
    put(&mut bytes, 0, &[0, 0, 0, 1]);
    put(&mut bytes, 4, &[0, 0, 0, 0, 0, 0, 0x10, 0]);
    put(&mut bytes, 12, &[0, 0, 0, 0, 0, 0, 0, 0x5c]);
    put(&mut bytes, 20, &[0, 0, 0, 0, 0, 0x10, 0, 0]);
    bytes
}

fn bitmap(pages: u64, stored: &[u64]) -> Vec<u8> {
    let mut bitmap = vec![0; bitmap_length(pages) as usize];
    stored.iter().for_each(|&page| store(&mut bitmap, page));
    bitmap
}

#[test]
fn a_header_has_each_field_at_its_byte() {
    assert_eq!(header().encode(), bytes());
}

#[test]
fn a_header_is_understood() {
    assert_eq!(MappedRamHeader::decode(&bytes(), PAGE), Ok(header()));
}

#[test]
fn pages_begin_at_the_next_mebibyte_behind_a_bitmap_of_whole_words() {
    assert_eq!([0, 1, 64, 65].map(bitmap_length), [0, 8, 8, 16]);
    let just_fits = MappedRamHeader::place(MIB - 28 - 16, 65 * PAGE, PAGE);
    assert_eq!((just_fits.bitmap_offset, just_fits.pages_offset), (MIB - 16, MIB));
    let one_more = MappedRamHeader::place(MIB - 28 - 15, 65 * PAGE, PAGE);
    assert_eq!((one_more.bitmap_offset, one_more.pages_offset), (MIB - 15, 2 * MIB));
    assert_eq!(one_more.page_at(3 * PAGE), 2 * MIB + 0x3000);
    assert_eq!(one_more.next_block(65 * PAGE), 2 * MIB + 0x41000);
}

#[test]
fn of_several_wrong_fields_the_header_is_refused_for_the_first() {
    let refused = |bytes: &[u8]| MappedRamHeader::decode(bytes, PAGE).expect_err("it is wrong");
    let mut bytes = bytes();
    put(&mut bytes, 4, &[0; 8]);
    assert_eq!(refused(&bytes), MappedRamError::PageSize);
    put(&mut bytes, 26, &[8, 0]);
    let alignment = MappedRamError::Alignment { pages_offset: MIB + 0x800, page_size: PAGE };
    assert_eq!(refused(&bytes), alignment);
    put(&mut bytes, 3, &[2]);
    assert_eq!(refused(&bytes), MappedRamError::Version { received: 2 });
    assert_eq!(refused(&bytes[..27]), MappedRamError::Short { received: 27 });
}

#[test]
fn versions_before_the_first_and_other_alignments_are_taken() {
    let mut bytes = bytes();
    put(&mut bytes, 3, &[0]);
    put(&mut bytes, 26, &[0x10, 0]);
    let taken = MappedRamHeader { pages_offset: MIB + 0x1000, ..header() };
    assert_eq!(MappedRamHeader::decode(&bytes, PAGE), Ok(taken));
}

#[test]
fn a_page_is_a_bit_from_the_lowest_of_the_first_byte_on() {
    let mut bitmap = bitmap(65, &[0, 9, 64]);
    assert_eq!(bitmap, [1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    clear(&mut bitmap, 9);
    assert_eq!(
        [0, 9, 64, 65, 128].map(|page| is_stored(&bitmap, page)),
        [true, false, true, false, false]
    );
}

#[test]
fn runs_of_stored_pages_are_loaded_a_mebibyte_at_a_time() {
    let pages: Vec<u64> = (1..3).chain(10..300).chain([599]).collect();
    let (bitmap, length) = (bitmap(600, &pages), 600 * PAGE);
    let header = MappedRamHeader::place(0, length, PAGE);
    let loads = Loads::new(header, &bitmap, length, length, PAGE).expect("a whole bitmap");
    let loads: Vec<Load> = loads.map(|load| load.expect("it is in the block")).collect();
    let load = |page: u64, pages: u64| {
        let offset = page * PAGE;
        Load { offset, file_offset: MIB + offset, length: pages * PAGE }
    };
    assert_eq!(loads, [load(1, 2), load(10, 256), load(266, 34), load(599, 1)]);
}

#[test]
fn a_bitmap_that_is_not_whole_is_refused() {
    let bitmap = &bitmap(65, &[])[..15];
    let refused = Loads::new(header(), bitmap, 65 * PAGE, 65 * PAGE, PAGE).expect_err("short");
    assert_eq!(refused, LoadError::Bitmap { received: 15, expected: 16 });
}

#[test]
fn a_page_behind_the_block_ends_its_loading() {
    let bitmap = bitmap(65, &[1, 3, 4]);
    let loads = Loads::new(header(), &bitmap, 65 * PAGE, 3 * PAGE, PAGE).expect("whole");
    let loads: Vec<_> = loads.collect();
    let first = Load { offset: PAGE, file_offset: MIB + PAGE, length: PAGE };
    let outside = LoadError::Outside { offset: 3 * PAGE, used_length: 3 * PAGE };
    assert_eq!(loads, [Ok(first), Err(outside)]);
}

#[test]
fn with_smaller_pages_in_the_header_a_piece_ends_behind_the_block() {
    let small = MappedRamHeader { page_size: 1024, ..header() };
    let bitmap = bitmap(8, &[1, 2, 3]);
    let loads = Loads::new(small, &bitmap, 2 * PAGE, 2 * PAGE, PAGE).expect("whole");
    let overrun = Load { offset: PAGE, file_offset: MIB + PAGE, length: 3 * PAGE };
    assert_eq!(loads.collect::<Vec<_>>(), [Ok(overrun)]);
}

proptest! {
    #[test]
    fn any_bytes_are_a_header_with_aligned_pages_or_refused(
        mut noise in vec(any::<u8>(), 0..40),
        right in 0usize..=28,
    ) {
        let right = right.min(noise.len());
        noise[..right].copy_from_slice(&bytes()[..right]);
        if let Ok(header) = MappedRamHeader::decode(&noise, PAGE) {
            prop_assert!(noise.len() == 28 && header.page_size > 0);
            prop_assert_eq!(header.pages_offset % PAGE, 0);
        }
    }

    #[test]
    fn each_stored_page_is_loaded_once_and_no_other(stored in vec(any::<bool>(), 0..700)) {
        let count = stored.len() as u64;
        let pages: Vec<u64> = (0..count).filter(|&page| stored[page as usize]).collect();
        let (bitmap, length) = (bitmap(count, &pages), count * PAGE);
        let header = MappedRamHeader::place(7, length, PAGE);
        let loads = Loads::new(header, &bitmap, length, length, PAGE).expect("a whole bitmap");
        let loaded = loads.flat_map(|load| {
            let load = load.expect("it is in the block");
            (load.offset / PAGE)..(load.offset + load.length) / PAGE
        });
        prop_assert_eq!(loaded.collect::<Vec<_>>(), pages);
    }

    /// Demands of `O_DIRECT` on a file and its device: multiples of the block size, of which the
    /// page is one. The header and the bitmap are none, and go through a descriptor without it
    /// (9d70239e56).
    #[test]
    fn direct_io_takes_every_page_and_every_piece_wherever_a_block_is_placed(
        at in 0u64..1 << 40,
        stored in vec(any::<bool>(), 1..700),
    ) {
        let pages = stored.len() as u64;
        let header = MappedRamHeader::place(at, pages * PAGE, PAGE);
        let stored = (0..pages).filter(|&page| stored[page as usize]).collect::<Vec<_>>();
        let bitmap = bitmap(pages, &stored);
        let direct = |bytes: u64| bytes.is_multiple_of(PAGE);
        prop_assert!(stored.iter().all(|page| direct(header.page_at(page * PAGE))));
        let loads = Loads::new(header, &bitmap, pages * PAGE, pages * PAGE, PAGE);
        for load in loads.expect("the bitmap is whole") {
            let load = load.expect("it is in the block");
            prop_assert!(direct(load.file_offset) && direct(load.length), "{load:?}");
        }
    }

    #[test]
    fn however_hostile_a_file_its_pieces_begin_in_the_block(
        bitmap in vec(any::<u8>(), 0..64),
        page_size in 1u64..10_000,
        pages_offset: u64,
        length in 0u64..2_000_000,
        used_length in 0u64..2_000_000,
    ) {
        let header = MappedRamHeader { page_size, bitmap_offset: 0, pages_offset };
        let Ok(loads) = Loads::new(header, &bitmap, length, used_length, PAGE) else {
            return Ok(());
        };
        for load in loads.filter_map(Result::ok) {
            prop_assert!(load.offset < used_length && load.length <= MIB);
        }
    }
}
