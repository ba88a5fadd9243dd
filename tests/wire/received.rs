use model::wire::{
    Format, flags,
    format::{Reading, SyncBody, ZeroPages},
    header::{Body, Header, HeaderError},
    packet::{Packet, Pages},
    received::{PacketError, Received},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{put, release, releases};

const USED_LENGTH: u64 = 0x6000;

fn used_length(name: &[u8]) -> Option<u64> {
    (name == b"pc.ram").then_some(USED_LENGTH)
}

/// A packet of one normal and one zero page, both the last that fit.
fn right() -> [u8; 336] {
    let pages = Pages { ramblock: Some(b"pc.ram"), normal_num: 1, offsets: &[0x5000, 0x5000] };
    let packet = Packet { flags: 0, packet_num: 7, next_packet_size: 0x1000, pages };
    let mut buffer = [0; 336];
    packet.fill(&release("v10.0"), &mut buffer);
    buffer
}

fn refused<'a>(format: &Format, bytes: &'a [u8]) -> PacketError<'a> {
    Received::decode(format, bytes, used_length).expect_err("it is wrong")
}

/// A field that is changed, in the order of the checks, and the error that it
/// leads to.
fn wrong_fields() -> Vec<(usize, &'static [u8], PacketError<'static>)> {
    let offset = |offset| PacketError::Offset { offset, used_length: USED_LENGTH };
    vec![
        (0, b"QEVM", PacketError::Header(HeaderError::Magic { received: 0x5145_564d })),
        (4, &[0, 0, 0, 2], PacketError::Header(HeaderError::Version { received: 2 })),
        (12, &[0, 0, 0, 3], PacketError::PagesAlloc { received: 3, page_count: 2 }),
        (16, &[0, 0, 0, 4], PacketError::NormalPages { received: 4, pages_alloc: 2 }),
        (32, &[0, 0, 0, 2], PacketError::ZeroPages { received: 2, room: 1 }),
        (64, b"xc.ram", PacketError::UnknownBlock { ramblock: b"xc.ram" }),
        (326, &[0x50, 0x01], offset(0x5001)),
        (334, &[0x60, 0x00], offset(0x6000)),
    ]
}

#[test]
fn a_right_packet_is_understood() {
    for (name, format) in &releases(2)[1..] {
        let bytes = right();
        let received = Received::decode(format, &bytes, used_length).expect(name);
        let pages = received.pages.expect("it has pages");
        assert_eq!((received.flags, received.packet_num), (0, 7), "{name}");
        assert_eq!((pages.ramblock, received.next_packet_size), (&b"pc.ram"[..], 0x1000));
        assert_eq!(pages.normal.iter().collect::<Vec<_>>(), [0x5000], "{name}");
        assert_eq!(pages.zero.iter().collect::<Vec<_>>(), [0x5000], "{name}");
    }
}

#[test]
fn a_wrong_field_leads_to_its_error() {
    for (name, format) in &releases(2)[1..] {
        for (at, value, error) in wrong_fields() {
            let mut bytes = right();
            put(&mut bytes, at, value);
            assert_eq!(refused(format, &bytes), error, "{name}, byte {at}");
        }
    }
}

#[test]
fn of_several_wrong_fields_the_first_in_the_order_of_the_checks_counts() {
    let mut bytes = right();
    for (at, value, error) in wrong_fields().into_iter().rev() {
        put(&mut bytes, at, value);
        assert_eq!(refused(&release("v10.0"), &bytes), error, "byte {at}");
    }
}

#[test]
fn v8_2_takes_no_notice_of_zero_pages() {
    let format = release("v8.2");
    let mut bytes = right();
    put(&mut bytes, 32, &[0xff; 4]);
    let received = Received::decode(&format, &bytes, used_length).expect("a right packet");
    assert_eq!(received.pages.expect("it has pages").zero.iter().len(), 0);
}

#[test]
fn a_packet_without_pages_may_name_any_block() {
    let mut bytes = right();
    put(&mut bytes, 16, &[0; 4]);
    put(&mut bytes, 32, &[0; 4]);
    put(&mut bytes, 64, b"xc.ram");
    let received = Received::decode(&release("v10.0"), &bytes, used_length);
    assert_eq!(received.expect("a right packet").pages, None);
}

#[test]
fn only_v9_2_overlooks_the_pages_of_a_sync_packet() {
    for (name, format) in releases(2) {
        let mut bytes = right();
        put(&mut bytes, 11, &[flags::SYNC as u8]);
        let received = Received::decode(&format, &bytes, used_length).expect(name);
        assert_eq!(received.pages.is_none(), name == "v9.2", "{name}");
        put(&mut bytes, 12, &[0, 0, 0, 3]);
        let passes = Received::decode(&format, &bytes, used_length).is_ok();
        assert_eq!(passes, name == "v9.2", "{name}");
    }
}

#[test]
fn a_name_ends_before_the_last_byte_of_its_field() {
    let mut bytes = right();
    bytes[64..320].fill(b'x');
    let error = PacketError::UnknownBlock { ramblock: &[b'x'; 255] };
    assert_eq!(refused(&release("v10.0"), &bytes), error);
}

#[test]
fn in_a_block_smaller_than_a_page_every_offset_passes() {
    let mut bytes = right();
    put(&mut bytes, 320, &[0xff, 0, 0, 0, 0, 0, 0, 0]);
    let small = Received::decode(&release("v10.0"), &bytes, |_| Some(4095));
    assert!(small.expect("it passes").pages.is_some());
    let one_page = Received::decode(&release("v10.0"), &bytes, |_| Some(4096));
    let offset = 0xff00_0000_0000_0000;
    assert_eq!(
        one_page.expect_err("it is wrong"),
        PacketError::Offset { offset, used_length: 4096 }
    );
}

#[test]
fn the_header_says_how_much_is_left_to_read() {
    let device = Header { flags: flags::DEVICE_STATE };
    for (name, format) in releases(128) {
        let first = format.first_read();
        let length = |header: Header| header.body(&format).length(&format);
        match format.reading {
            Reading::Whole => assert_eq!((first, length(device)), (1344, 1332), "{name}"),
            Reading::HeaderFirst => assert_eq!((first, length(device)), (12, 264), "{name}"),
        }
        assert_eq!(Header { flags: !flags::DEVICE_STATE }.body(&format), Body::Ram, "{name}");
    }
}

#[test]
fn a_packet_of_another_length_is_none() {
    let format = release("v9.0");
    for length in [0, 11, 12, 335] {
        let error = PacketError::Length { received: length, expected: 336 };
        assert_eq!(refused(&format, &right()[..length]), error);
    }
}

#[test]
fn an_error_is_a_sentence_with_what_was_received_and_what_fits() {
    let sentences = wrong_fields().into_iter().map(|(_, _, error)| error.to_string());
    assert_eq!(
        sentences.collect::<Vec<_>>(),
        [
            "packet: magic 0x5145564d, not 0x11223344",
            "packet: version 2, not 1",
            "packet with room for 3 pages, not 2",
            "packet of 4 normal pages with room for 2",
            "packet of 2 zero pages with room for 1",
            "no block is called xc.ram",
            "page at 0x5001 of a block of 0x6000 bytes",
            "page at 0x6000 of a block of 0x6000 bytes",
        ]
    );
}

/// Bytes that are right up to somewhere, and a few of which then change.
fn nearly_right() -> impl Strategy<Value = Vec<u8>> {
    let changes = vec((0usize..336, select(&[0, 1, 2, 3, 0x50, 0x60, 0xff][..])), 0..4);
    let bytes = (vec(any::<u8>(), 0..400), any::<bool>(), changes);
    bytes.prop_map(|(noise, is_noise, changes)| {
        let mut bytes = if is_noise { noise } else { right().to_vec() };
        for (at, value) in changes {
            bytes.get_mut(at).into_iter().for_each(|byte| *byte = value);
        }
        bytes
    })
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_have_no_more_pages_than_a_packet_and_all_in_their_block(
        bytes in nearly_right(),
        (name, format) in select(releases(2).to_vec()),
    ) {
        let Ok(received) = Received::decode(&format, &bytes, used_length) else { return Ok(()) };
        let Some(pages) = received.pages else { return Ok(()) };
        let offsets: Vec<u64> = pages.normal.iter().chain(pages.zero.iter()).collect();
        prop_assert!(!offsets.is_empty() && offsets.len() <= 2, "{}: {:?}", name, offsets);
        prop_assert!(offsets.iter().all(|offset| offset + 4096 <= USED_LENGTH));
        prop_assert_eq!(pages.ramblock, b"pc.ram");
    }

    #[test]
    fn what_is_filled_is_received(
        offsets in vec((0..6u64).prop_map(|page| page * 4096), 0..=4),
        normal_num in 0usize..=4,
        flags: u32,
        packet_num: u64,
        next_packet_size: u32,
        stale: u8,
        (_, format) in select(releases(4).to_vec()),
    ) {
        let normal_num = match format.zero_pages {
            ZeroPages::Unlisted => offsets.len(),
            ZeroPages::Listed => normal_num.min(offsets.len()),
        };
        let pages = Pages { ramblock: Some(b"pc.ram"), normal_num, offsets: &offsets };
        let mut buffer = vec![stale; format.packet_length()];
        Packet { flags, packet_num, next_packet_size, pages }.fill(&format, &mut buffer);
        let received = Received::decode(&format, &buffer, used_length).expect("a right packet");
        let seen = (received.flags, received.packet_num, received.next_packet_size);
        prop_assert_eq!(seen, (flags, packet_num, next_packet_size));
        let carries = flags & flags::SYNC == 0 || format.sync_body == SyncBody::Pages;
        let expected = (carries && !offsets.is_empty()).then(|| offsets.split_at(normal_num));
        let found = received.pages.map(|pages| (pages.normal, pages.zero));
        let found = found.map(|(normal, zero)| -> (Vec<u64>, Vec<u64>) {
            (normal.iter().collect(), zero.iter().collect())
        });
        prop_assert_eq!(found, expected.map(|(normal, zero)| (normal.to_vec(), zero.to_vec())));
    }
}
