//! A message: what is written to a connection in one piece, as bytes.

use std::ops::Range;

use arrayvec::ArrayVec;

use crate::{
    incoming::stream::Section,
    wire::{
        Format,
        device::DeviceState,
        packet::{PACKET_NUM_AT, Packet, Pages},
        stream::{Block, PageKind, Token},
    },
    world::{DEVICE, PAGE_COUNT, PAGE_SIZE, RAM_BLOCK},
};

/// The most bytes of a message: a packet and its pages.
pub(crate) const MESSAGE_MAX: usize = 512;

/// A message.
pub(crate) type Message = ArrayVec<u8, MESSAGE_MAX>;

/// A message, and where in it there is a number that its reader only passes on.
pub(crate) struct Sent {
    pub(crate) message: Message,
    pub(crate) unseen: Range<usize>,
}

impl From<Message> for Sent {
    fn from(message: Message) -> Sent {
        Sent { message, unseen: 0..0 }
    }
}

impl Sent {
    /// A packet: its number is one.
    pub(crate) fn packet(message: Message) -> Sent {
        Sent { message, unseen: PACKET_NUM_AT }
    }
}

/// A page, and which of its versions is sent: 0, if it is zero.
#[derive(Clone, Copy)]
pub(crate) struct SentPage {
    pub(crate) page: u64,
    pub(crate) version: u64,
}

/// The pages of a job, those that are not zero first.
pub(crate) struct Sorted {
    pages: ArrayVec<SentPage, { PAGE_COUNT as usize }>,
    normal_num: usize,
}

impl Sorted {
    /// No pages.
    pub(crate) fn none() -> Sorted {
        Sorted { pages: ArrayVec::new(), normal_num: 0 }
    }

    /// `multifd_send_zero_page_detect`: in place, and zero pages come to stand in
    /// reverse.
    pub(crate) fn by_zero(pages: impl Iterator<Item = SentPage>) -> Sorted {
        let mut pages: ArrayVec<SentPage, _> = pages.collect();
        let (mut normal_num, mut end) = (0, pages.len());
        // Each turn settles one page.
        for _ in 0..pages.len() {
            if pages[normal_num].version > 0 {
                normal_num += 1;
            } else {
                end -= 1;
                pages.swap(normal_num, end);
            }
        }
        Sorted { pages, normal_num }
    }

    /// Sorts pages without a look at them: a page of zeros is one as any other.
    pub(crate) fn unseen(pages: impl Iterator<Item = SentPage>) -> Sorted {
        let pages: ArrayVec<SentPage, _> = pages.collect();
        Sorted { normal_num: pages.len(), pages }
    }

    /// Returns true if there are none at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Those that are sent.
    pub(crate) fn normal(&self) -> &[SentPage] {
        &self.pages[..self.normal_num]
    }

    /// Those that are zero.
    pub(crate) fn zero(&self) -> &[SentPage] {
        &self.pages[self.normal_num..]
    }
}

/// The head of a packet: what it says of itself.
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

/// Returns the size of RAM of so many pages: 4096 bytes each, as QEMU counts it.
pub(crate) fn mem_size(pages: u8) -> Token {
    Token::MemSize(u64::from(pages) << 12)
}

/// A page of the main channel: `save_normal_page`. It counts 4096 bytes for a page, as
/// QEMU does, and sends the few that there are here.
///
/// # Panics
/// If the message becomes too long.
pub(crate) fn put_page(message: &mut Message, sent: SentPage) {
    let (kind, block) = (PageKind::Plain, Block::Named);
    put(message, &Token::Page { kind, block, offset: sent.page << 12 }.encode());
    put(message, &[RAM_BLOCK.len() as u8]);
    put(message, RAM_BLOCK);
    put(message, &sent.version.to_be_bytes());
}

/// A packet, and the pages that follow it.
pub(crate) fn packet(format: &Format, head: &PacketHead, sent: &Sorted) -> Message {
    let offsets: ArrayVec<u64, { PAGE_COUNT as usize }> =
        sent.pages.iter().map(|sent| sent.page * PAGE_SIZE).collect();
    let pages = Pages {
        ramblock: (!offsets.is_empty()).then_some(RAM_BLOCK),
        normal_num: sent.normal_num,
        offsets: &offsets,
    };
    let next_packet_size = (sent.normal_num as u64 * PAGE_SIZE) as u32;
    let PacketHead { flags, packet_num } = *head;
    let mut message: Message = std::iter::repeat_n(0, format.packet_length()).collect();
    Packet { flags, packet_num, next_packet_size, pages }.fill(format, &mut message);
    sent.normal().iter().for_each(|sent| put(&mut message, &sent.version.to_be_bytes()));
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
