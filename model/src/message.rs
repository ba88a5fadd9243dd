//! What is written to a connection in one piece, as bytes.

use arrayvec::ArrayVec;

use crate::{
    incoming::stream::Section,
    wire::{
        Format,
        device::DeviceState,
        packet::{Packet, Pages},
        stream::Token,
    },
    world::{DEVICE, PAGE_COUNT, PAGE_SIZE, RAM_BLOCK},
};

/// The most bytes of a message: a packet and its pages.
pub(crate) const MESSAGE_MAX: usize = 512;

/// A message.
pub(crate) type Message = ArrayVec<u8, MESSAGE_MAX>;

/// A page, and which of its versions is sent.
#[derive(Clone, Copy)]
pub(crate) struct SentPage {
    pub(crate) page: u64,
    pub(crate) version: u64,
}

/// What a packet says of itself.
pub(crate) struct PacketHead {
    pub(crate) flags: u32,
    pub(crate) packet_num: u64,
}

/// Puts bytes at the end of a message.
///
/// # Panics
/// If it becomes too long.
pub(crate) fn put(message: &mut Message, bytes: &[u8]) {
    message.try_extend_from_slice(bytes).expect("a message is short");
}

/// Puts a section of RAM that consists of these tokens at the end of a message.
///
/// # Panics
/// If it becomes too long.
pub(crate) fn put_section(message: &mut Message, tokens: &[Token]) {
    put(message, &[Section::Ram.byte()]);
    tokens.iter().for_each(|token| put(message, &token.encode()));
}

/// How much RAM there is, where it has so many pages: 4096 bytes each, as QEMU counts it.
pub(crate) fn mem_size(pages: u8) -> Token {
    Token::MemSize(u64::from(pages) << 12)
}

/// A packet, and the pages that follow it.
///
/// # Panics
/// If there are more pages than a packet holds.
pub(crate) fn packet(format: &Format, head: &PacketHead, sent: &[SentPage]) -> Message {
    let offsets: ArrayVec<u64, { PAGE_COUNT as usize }> =
        sent.iter().map(|sent| sent.page * PAGE_SIZE).collect();
    let pages = Pages {
        ramblock: (!offsets.is_empty()).then_some(RAM_BLOCK),
        normal_num: offsets.len(),
        offsets: &offsets,
    };
    let next_packet_size = (offsets.len() as u64 * PAGE_SIZE) as u32;
    let PacketHead { flags, packet_num } = *head;
    let mut message: Message = std::iter::repeat_n(0, format.packet_length()).collect();
    Packet { flags, packet_num, next_packet_size, pages }.fill(format, &mut message);
    sent.iter().for_each(|sent| put(&mut message, &sent.version.to_be_bytes()));
    message
}

/// The n-th packet of the state of a device, which says no more than that.
pub(crate) fn device_state(instance_id: u32, nth: u64) -> Message {
    let state = nth.to_be_bytes();
    let next_packet_size = state.len() as u32;
    let mut message = Message::new();
    put(&mut message, &DeviceState { idstr: DEVICE, instance_id, next_packet_size }.encode());
    put(&mut message, &state);
    message
}
