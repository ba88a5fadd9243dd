//! `MultiFDPacket_t`: which pages follow, and of which block.
//!
//! A packet is as long as if it were full: [`OFFSETS_AT`] bytes and eight for
//! each page that it has room for. The pages themselves, or what they were
//! compressed to, come after it, `next_packet_size` bytes.

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    big_endian::{U32, U64},
};

use super::{
    flags,
    format::{Buffer, Format, SyncBody, ZeroPages},
    header::{self, HeaderBytes},
    set_name,
};

/// The place at which the offsets of the pages begin, in bytes.
pub const OFFSETS_AT: usize = 320;

/// The place of the number of a packet, in bytes.
pub const PACKET_NUM_AT: std::ops::Range<usize> = header::LENGTH + 12..header::LENGTH + 20;

/// Bytes that follow the header.
#[derive(FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct BodyBytes {
    pub(super) pages_alloc: U32,
    pub(super) normal_pages: U32,
    pub(super) next_packet_size: U32,
    pub(super) packet_num: U64,
    /// Unused before 303e6f54f9.
    pub(super) zero_pages: U32,
    unused: U32,
    unused_words: [U64; 3],
    pub(super) ramblock: [u8; 256],
    pub(super) offsets: [U64],
}

/// Contents that a sender puts into a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// `MULTIFD_FLAG_*`.
    pub flags: u32,
    /// The number of packets that were filled before it, on all channels.
    pub packet_num: u64,
    /// The bytes that follow it.
    pub next_packet_size: u32,
    /// Its pages.
    pub pages: Pages<'a>,
}

/// The pages of a packet: `MultiFDPages_t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages<'a> {
    /// The name of the block that they are in, if there are any.
    pub ramblock: Option<&'a [u8]>,
    /// The number of them that are sent; the others are zero.
    pub normal_num: usize,
    /// The places in the block at which they begin, in bytes, those that are sent first.
    pub offsets: &'a [u64],
}

impl Pages<'_> {
    /// No pages.
    pub const NONE: Pages<'static> = Pages { ramblock: None, normal_num: 0, offsets: &[] };
}

impl Packet<'_> {
    /// Fills a channel's buffer: `multifd_send_fill_packet`.
    ///
    /// It matters what the buffer held where packets are filled over those
    /// before them ([`Buffer::Reused`]): the name stays if there is no block,
    /// and so do all offsets but those that are written.
    ///
    /// # Panics
    /// If the buffer has not the [length](Format::packet_length) of a packet, if
    /// there are more pages than it has room for, more normal pages than pages,
    /// or zero pages in a format that does not list them.
    pub fn fill(&self, format: &Format, buffer: &mut [u8]) {
        match format.buffer {
            Buffer::Reused => (),
            Buffer::Cleared => buffer.fill(0),
        }
        let room = format.page_count as usize;
        let (header, body) = buffer.split_at_mut(header::LENGTH);
        let body = BodyBytes::mut_from_bytes_with_elems(body, room);
        let body = body.expect("a buffer of the packet's length");
        header.copy_from_slice(HeaderBytes::new(self.flags).as_bytes());
        body.next_packet_size = U32::new(self.next_packet_size);
        body.packet_num = U64::new(self.packet_num);
        match format.sync_body {
            SyncBody::Skipped | SyncBody::Read if self.flags & flags::SYNC != 0 => (),
            SyncBody::Pages | SyncBody::Skipped | SyncBody::Read => self.pages.fill(format, body),
        }
    }
}

impl Pages<'_> {
    /// `multifd_ram_fill_packet`, a part of `multifd_send_fill_packet` before
    /// 87bb9e953e.
    fn fill(&self, format: &Format, body: &mut BodyBytes) {
        let zero_num = self.offsets.len().checked_sub(self.normal_num);
        let zero_num = zero_num.expect("no more normal pages than pages");
        body.pages_alloc = U32::new(format.page_count);
        body.normal_pages = U32::new(self.normal_num as u32);
        match format.zero_pages {
            ZeroPages::Unlisted => assert_eq!(zero_num, 0, "zero pages are not listed"),
            ZeroPages::Listed => body.zero_pages = U32::new(zero_num as u32),
        }
        if let Some(ramblock) = self.ramblock {
            set_name(&mut body.ramblock, ramblock);
        }
        assert!(self.offsets.len() <= body.offsets.len(), "no more pages than there is room for");
        for (to, offset) in body.offsets.iter_mut().zip(self.offsets) {
            *to = U64::new(*offset);
        }
    }
}
