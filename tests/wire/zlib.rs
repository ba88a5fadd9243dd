use model::wire::{
    flags::{CompressionBits, FlagsError},
    zlib::{Inflate, ZlibError, ZlibFull, ZlibReceiver, ZlibSender},
};
use proptest::{collection::vec, prelude::*};

const PAGE: usize = 4096;
const ZLIB: (u32, CompressionBits) = (0x02, CompressionBits::Five);

type Page = [u8; PAGE];

fn page(byte: u8) -> Page {
    std::array::from_fn(|index| byte ^ (index * index % 251) as u8)
}

fn sent(sender: &mut ZlibSender, pages: &[Page]) -> Vec<u8> {
    let mut out = vec![0; 1 << 20];
    let size = sender.prepare(pages.iter().map(|page| &page[..]), &mut out).expect("room");
    out.truncate(size);
    out
}

/// The bytes of a packet as pages.
fn received(
    receiver: &mut ZlibReceiver,
    input: &[u8],
    count: usize,
) -> Result<Vec<Page>, ZlibError> {
    let mut pages = vec![[0; PAGE]; count];
    receiver.receive(ZLIB, input, pages.iter_mut().map(|page| &mut page[..]))?;
    Ok(pages)
}

/// A page of `x` that is stored, not compressed, behind the begin of a stream,
/// and a flush behind it: byte by byte.
fn stored() -> Vec<u8> {
    let mut bytes = vec![0x78, 0x01, 0, 0x00, 0x10, 0xff, 0xef];
    bytes.extend([b'x'; PAGE]);
    bytes.extend([0, 0, 0, 0xff, 0xff]);
    bytes
}

#[test]
fn a_stored_page_is_received() {
    assert_eq!(received(&mut ZlibReceiver::new(), &stored(), 1), Ok(vec![[b'x'; PAGE]]));
}

#[test]
fn a_stream_begins_once_and_each_packet_ends_with_a_flush() {
    let mut sender = ZlibSender::new(1);
    let first = sent(&mut sender, &[page(1), page(2)]);
    let second = sent(&mut sender, &[page(3)]);
    assert_eq!(first[..2], [0x78, 0x01]);
    assert_ne!(second[..2], [0x78, 0x01]);
    for packet in [first, second] {
        assert_eq!(packet[packet.len() - 4..], [0, 0, 0xff, 0xff]);
    }
}

#[test]
fn a_page_that_was_sent_before_costs_next_to_nothing() {
    let mut sender = ZlibSender::new(1);
    let first = sent(&mut sender, &[page(1)]).len();
    assert!(sent(&mut sender, &[page(1)]).len() < first / 2);
}

#[test]
fn a_packet_cannot_be_left_out() {
    let mut sender = ZlibSender::new(1);
    let _lost = sent(&mut sender, &[page(1)]);
    let second = sent(&mut sender, &[page(2)]);
    let error = ZlibError::Inflate { page: 0, because: Inflate::Data };
    assert_eq!(received(&mut ZlibReceiver::new(), &second, 1), Err(error));
}

#[test]
fn pages_that_are_compressed_otherwise_are_refused_before_anything_else() {
    let refused =
        ZlibReceiver::new().receive((0x44, CompressionBits::Five), b"noise", [].into_iter());
    assert_eq!(refused, Err(ZlibError::Flags(FlagsError { received: 0x04, expected: 0x02 })));
}

#[test]
fn flags_above_the_mask_are_not_looked_at() {
    let at = |flags, bits| ZlibReceiver::new().receive((flags, bits), b"", [].into_iter());
    assert_eq!(at(0x12, CompressionBits::Three), Ok(()));
    let refused = ZlibError::Flags(FlagsError { received: 0x12, expected: 0x02 });
    assert_eq!(at(0x12, CompressionBits::Four), Err(refused));
}

#[test]
fn bytes_without_pages_are_what_qemu_dies_of() {
    let error = ZlibError::NoPages { received: 5 };
    assert_eq!(received(&mut ZlibReceiver::new(), b"noise", 0), Err(error));
}

#[test]
fn more_bytes_than_there_is_room_for_are_what_qemu_writes_behind_its_buffer() {
    let refused = |length| received(&mut ZlibReceiver::new(), &vec![0; length], 1);
    let noise = ZlibError::Inflate { page: 0, because: Inflate::Data };
    assert_eq!(refused(0x10_0000), Err(noise));
    assert_eq!(refused(0x10_0001), Err(ZlibError::Overrun { received: 0x10_0001 }));
}

#[test]
fn a_page_that_is_cut_short_is_refused() {
    let cut = &stored()[..7 + 100];
    let error = ZlibError::TooFew { page: 0, received: 100 };
    assert_eq!(received(&mut ZlibReceiver::new(), cut, 1), Err(error));
}

#[test]
fn more_pages_than_were_sent_are_refused() {
    let error = ZlibError::Inflate { page: 1, because: Inflate::NoInput };
    assert_eq!(received(&mut ZlibReceiver::new(), &stored(), 2), Err(error));
}

#[test]
fn what_follows_the_pages_is_forgotten_but_for_what_zlib_has_read_of_it() {
    let mut receiver = ZlibReceiver::new();
    let another_block = [0, 3, 0, 0xfc, 0xff, b'y', b'y', b'y'];
    let bytes = [&stored()[..], &another_block].concat();
    assert_eq!(received(&mut receiver, &bytes, 1), Ok(vec![[b'x'; PAGE]]));
    let error = ZlibError::TooFew { page: 0, received: 3 };
    assert_eq!(received(&mut receiver, b"zzz", 1), Err(error));
    let noise = [&stored()[..], b"noise"].concat();
    let error = ZlibError::Inflate { page: 0, because: Inflate::Data };
    assert_eq!(received(&mut ZlibReceiver::new(), &noise, 1), Err(error));
}

#[test]
fn a_stream_that_ends_and_one_with_a_dictionary_are_refused() {
    let ended = [0x78, 0x01, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 1];
    let error = |because| Err(ZlibError::Inflate { page: 0, because });
    assert_eq!(received(&mut ZlibReceiver::new(), &ended, 1), error(Inflate::End));
    let dictionary = [0x78, 0x20, 0, 0, 0, 1];
    assert_eq!(received(&mut ZlibReceiver::new(), &dictionary, 1), error(Inflate::Dictionary));
    assert_eq!(received(&mut ZlibReceiver::new(), b"noise", 1), error(Inflate::Data));
}

#[test]
fn without_room_for_its_pages_a_packet_is_not_sent() {
    let pages = [page(1); 128];
    let refused = ZlibSender::new(0).prepare(pages.iter().map(|page| &page[..]), &mut [0; 64]);
    assert!(matches!(refused, Err(ZlibFull { page: PAGE, taken }) if taken < PAGE), "{refused:?}");
}

#[test]
fn nobody_notices_that_there_was_no_room_for_the_flush() {
    let size = ZlibSender::new(0).prepare([&page(1)[..]].into_iter(), &mut [0; 64]);
    assert_eq!(size, Ok(64));
}

proptest! {
    #[test]
    fn all_packets_of_a_channel_come_back(
        packets in vec(vec(any::<u8>(), 1..4), 1..5),
        level in 0u32..=9,
    ) {
        let (mut sender, mut receiver) = (ZlibSender::new(level), ZlibReceiver::new());
        for bytes in packets {
            let pages: Vec<Page> = bytes.into_iter().map(page).collect();
            let packet = sent(&mut sender, &pages);
            prop_assert_eq!(received(&mut receiver, &packet, pages.len()), Ok(pages));
        }
    }

    #[test]
    fn of_a_packet_that_is_cut_nothing_wrong_is_received(at: prop::sample::Index) {
        let pages = vec![page(1), page(2)];
        let packet = sent(&mut ZlibSender::new(6), &pages);
        let cut = &packet[..at.index(packet.len())];
        if let Ok(received) = received(&mut ZlibReceiver::new(), cut, 2) {
            prop_assert_eq!(received, pages);
        }
    }

    #[test]
    fn no_bytes_make_the_receiver_panic(
        mut bytes in vec(any::<u8>(), 0..200),
        right in 0usize..200,
        count in 0usize..3,
    ) {
        let packet = sent(&mut ZlibSender::new(6), &[page(1), page(2)]);
        let right = right.min(bytes.len());
        bytes[..right].copy_from_slice(&packet[..right]);
        let received = received(&mut ZlibReceiver::new(), &bytes, count);
        prop_assert_eq!(received.is_ok(), count == 0 && bytes.is_empty());
    }
}
