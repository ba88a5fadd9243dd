use model::wire::{
    Format, flags,
    packet::{Packet, Pages},
    received::Received,
};

use super::{put, release, releases};

const PAGES: Packet = Packet {
    flags: 0,
    packet_num: 7,
    next_packet_size: 0x1000,
    pages: Pages { ramblock: Some(b"pc.ram"), normal_num: 1, offsets: &[0x3000, 0x5000] },
};

const ONE_PAGE: Packet =
    Packet { pages: Pages { offsets: &[0x3000], ..PAGES.pages }, packet_num: 8, ..PAGES };

const SYNC: Packet =
    Packet { flags: flags::SYNC, packet_num: 9, next_packet_size: 0, pages: Pages::NONE };

/// A packet of [`PAGES`] with room for two pages, byte by byte.
fn bytes_of_pages() -> [u8; 336] {
    let mut bytes = [0; 336];
    put(&mut bytes, 0, &[0x11, 0x22, 0x33, 0x44]);
    put(&mut bytes, 4, &[0, 0, 0, 1]);
    put(&mut bytes, 8, &[0, 0, 0, 0]);
    put(&mut bytes, 12, &[0, 0, 0, 2]);
    put(&mut bytes, 16, &[0, 0, 0, 1]);
    put(&mut bytes, 20, &[0, 0, 0x10, 0]);
    put(&mut bytes, 24, &[0, 0, 0, 0, 0, 0, 0, 7]);
    put(&mut bytes, 32, &[0, 0, 0, 1]);
    put(&mut bytes, 64, b"pc.ram");
    put(&mut bytes, 320, &[0, 0, 0, 0, 0, 0, 0x30, 0]);
    put(&mut bytes, 328, &[0, 0, 0, 0, 0, 0, 0x50, 0]);
    bytes
}

fn filled(format: &Format, packets: &[Packet]) -> Vec<u8> {
    let mut buffer = vec![0; format.packet_length()];
    packets.iter().for_each(|packet| packet.fill(format, &mut buffer));
    buffer
}

#[test]
fn a_packet_of_pages_has_each_field_at_its_byte() {
    for (name, format) in &releases(2)[1..] {
        assert_eq!(filled(format, &[PAGES]), bytes_of_pages(), "{name}");
    }
}

#[test]
fn a_packet_of_qemu_has_1344_bytes_whatever_it_carries() {
    for (name, format) in releases(128) {
        assert_eq!(filled(&format, &[ONE_PAGE]).len(), 1344, "{name}");
    }
}

#[test]
fn before_zero_pages_were_listed_their_field_is_left_alone() {
    let format = release("v8.2");
    let mut buffer = vec![0xee; format.packet_length()];
    ONE_PAGE.fill(&format, &mut buffer);
    assert_eq!(&buffer[32..64], &[0xee; 32]);
}

#[test]
#[should_panic(expected = "zero pages are not listed")]
fn before_zero_pages_were_listed_they_cannot_be_sent() {
    filled(&release("v8.2"), &[PAGES]);
}

#[test]
fn a_reused_buffer_keeps_the_name_and_the_offsets_of_the_packet_before() {
    let format = release("v9.1");
    let mut expected = bytes_of_pages();
    put(&mut expected, 11, &[1]);
    put(&mut expected, 19, &[0]);
    put(&mut expected, 20, &[0, 0, 0, 0]);
    put(&mut expected, 31, &[9]);
    put(&mut expected, 35, &[0]);
    assert_eq!(filled(&format, &[PAGES, SYNC]), expected);
    assert_eq!(&filled(&format, &[PAGES, ONE_PAGE])[328..], &bytes_of_pages()[328..]);
}

#[test]
fn a_shorter_name_leaves_nothing_of_the_one_before() {
    let short = Pages { ramblock: Some(b"vga"), ..ONE_PAGE.pages };
    let buffer = filled(&release("v9.1"), &[PAGES, Packet { pages: short, ..ONE_PAGE }]);
    assert_eq!(&buffer[64..72], b"vga\0\0\0\0\0");
}

#[test]
fn a_name_is_cut_before_the_last_byte_of_its_field() {
    let long = Pages { ramblock: Some(&[b'x'; 300]), ..ONE_PAGE.pages };
    let buffer = filled(&release("v9.1"), &[Packet { pages: long, ..ONE_PAGE }]);
    assert_eq!((buffer[64 + 254], buffer[64 + 255]), (b'x', 0));
}

#[test]
fn since_v9_2_a_sync_packet_says_nothing_behind_its_number() {
    for name in ["v9.2", "v9.2.1", "v10.0"] {
        let mut expected = [0; 336];
        put(&mut expected, 0, &[0x11, 0x22, 0x33, 0x44, 0, 0, 0, 1, 0, 0, 0, 1]);
        put(&mut expected, 31, &[9]);
        assert_eq!(filled(&release(name), &[PAGES, SYNC]), expected, "{name}");
    }
}

#[test]
fn a_cleared_buffer_of_a_sync_with_pages_loses_them_since_v9_2() {
    let both = Packet { flags: flags::SYNC, ..ONE_PAGE };
    for (name, format) in releases(2) {
        let buffer = filled(&format, &[both]);
        let received = Received::decode(&format, &buffer, |_| Some(0x10000));
        let carried = received.expect("a right packet").pages.is_some();
        assert_eq!(carried, ["v8.2", "v9.0", "v9.1"].contains(&name), "{name}");
    }
}
