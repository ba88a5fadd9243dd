//! A packet of pages as the receiver finds it, with each of its checks.

use std::fmt;

use thiserror::Error;
use zerocopy::{FromBytes, big_endian::U64};

use super::{
    flags,
    format::{Format, SyncBody, ZeroPages},
    header::{self, Body, Header, HeaderError},
    name,
    packet::BodyBytes,
};

/// Contents of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received<'a> {
    /// `MULTIFD_FLAG_*`, unchecked.
    pub flags: u32,
    /// The sender's number of it, unchecked.
    pub packet_num: u64,
    /// The bytes that follow it, unchecked.
    pub next_packet_size: u32,
    /// Its pages, if it has any.
    pub pages: Option<ReceivedPages<'a>>,
}

/// The pages of a packet, at most as many as the format has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedPages<'a> {
    /// The name of a block that exists.
    pub ramblock: &'a [u8],
    /// The pages that follow.
    pub normal: Offsets<'a>,
    /// The pages that are zero.
    pub zero: Offsets<'a>,
}

/// Places at which pages begin in their block, in bytes, as they stand in a packet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Offsets<'a>(&'a [U64]);

impl<'a> Received<'a> {
    /// Reads a packet that was read in one: `multifd_recv_unfill_packet` before
    /// 8050c435b7. `used_length` is that of the block of a name, in bytes, if
    /// there is one: `qemu_ram_block_by_name`.
    ///
    /// # Errors
    /// The first of QEMU's checks that fails.
    pub fn decode(
        format: &Format,
        packet: &'a [u8],
        used_length: impl FnOnce(&[u8]) -> Option<u64>,
    ) -> Result<Received<'a>, PacketError<'a>> {
        let Some((header, body)) = packet.split_first_chunk::<{ header::LENGTH }>() else {
            let expected = format.packet_length();
            return Err(PacketError::Length { received: packet.len(), expected });
        };
        Received::decode_body(format, Header::decode(header)?, body, used_length)
    }

    /// Reads what follows a header: `multifd_recv_unfill_packet_ram`.
    ///
    /// # Errors
    /// As [`decode`](Received::decode), but for those of the header.
    pub fn decode_body(
        format: &Format,
        header: Header,
        body: &'a [u8],
        used_length: impl FnOnce(&[u8]) -> Option<u64>,
    ) -> Result<Received<'a>, PacketError<'a>> {
        let flags = header.flags;
        let body = read_body(format, body)?;
        let pages = match format.sync_body {
            SyncBody::Skipped if flags & flags::SYNC != 0 => None,
            SyncBody::Pages | SyncBody::Skipped | SyncBody::Read => {
                ReceivedPages::decode(format, body, used_length)?
            }
        };
        let (packet_num, next_packet_size) = (body.packet_num.get(), body.next_packet_size.get());
        Ok(Received { flags, packet_num, next_packet_size, pages })
    }
}

fn read_body<'a>(format: &Format, body: &'a [u8]) -> Result<&'a BodyBytes, PacketError<'a>> {
    let room = format.page_count as usize;
    BodyBytes::ref_from_bytes_with_elems(body, room).map_err(|_| PacketError::Length {
        received: header::LENGTH + body.len(),
        expected: header::LENGTH + Body::Ram.length(format),
    })
}

impl<'a> ReceivedPages<'a> {
    /// `multifd_ram_unfill_packet`, a part of `multifd_recv_unfill_packet`
    /// before 87bb9e953e.
    fn decode(
        format: &Format,
        body: &'a BodyBytes,
        used_length: impl FnOnce(&[u8]) -> Option<u64>,
    ) -> Result<Option<ReceivedPages<'a>>, PacketError<'a>> {
        let (normal, zero) = counts(format, body)?;
        if normal + zero == 0 {
            return Ok(None);
        }
        let ramblock = name(&body.ramblock);
        let used_length = used_length(ramblock).ok_or(PacketError::UnknownBlock { ramblock })?;
        let (normal, rest) = body.offsets.split_at(normal);
        let pages =
            ReceivedPages { ramblock, normal: Offsets(normal), zero: Offsets(&rest[..zero]) };
        pages.check_offsets(format, used_length)?;
        Ok(Some(pages))
    }

    fn check_offsets(&self, format: &Format, used_length: u64) -> Result<(), PacketError<'a>> {
        // QEMU's subtraction wraps as well: a block smaller than a page lets all offsets pass.
        let last = used_length.wrapping_sub(format.page_size.into());
        match self.normal.iter().chain(self.zero.iter()).find(|&offset| offset > last) {
            Some(offset) => Err(PacketError::Offset { offset, used_length }),
            None => Ok(()),
        }
    }
}

/// Returns the numbers of normal and zero pages: together no more than the format has room for.
fn counts<'a>(format: &Format, body: &BodyBytes) -> Result<(usize, usize), PacketError<'a>> {
    let (received, page_count) = (body.pages_alloc.get(), format.page_count);
    if received > page_count {
        return Err(PacketError::PagesAlloc { received, page_count });
    }
    let (pages_alloc, normal) = (received, body.normal_pages.get());
    if normal > pages_alloc {
        return Err(PacketError::NormalPages { received: normal, pages_alloc });
    }
    let zero = match format.zero_pages {
        ZeroPages::Unlisted => 0,
        ZeroPages::Listed => body.zero_pages.get(),
    };
    if zero > pages_alloc - normal {
        return Err(PacketError::ZeroPages { received: zero, room: pages_alloc - normal });
    }
    Ok((normal as usize, zero as usize))
}

impl Offsets<'_> {
    /// They, one after the other.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = u64> {
        self.0.iter().map(|offset| offset.get())
    }
}

impl fmt::Debug for Offsets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A packet that ends its channel, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PacketError<'a> {
    /// It is not whole. To QEMU, that is a read that failed.
    #[error("packet of {received} bytes, not {expected}")]
    Length {
        /// Its bytes.
        received: usize,
        /// The format's.
        expected: usize,
    },
    /// It does not begin right.
    #[error("packet: {0}")]
    Header(#[from] HeaderError),
    /// Its sender has larger packets.
    #[error("packet with room for {received} pages, not {page_count}")]
    PagesAlloc {
        /// The most that it has room for.
        received: u32,
        /// The most that the format has room for.
        page_count: u32,
    },
    /// It has more normal pages than it has room for.
    #[error("packet of {received} normal pages with room for {pages_alloc}")]
    NormalPages {
        /// Its normal pages.
        received: u32,
        /// The most that it has room for.
        pages_alloc: u32,
    },
    /// Its zero pages do not fit beside the others (303e6f54f9).
    #[error("packet of {received} zero pages with room for {room}")]
    ZeroPages {
        /// Its zero pages.
        received: u32,
        /// The room that the normal pages leave.
        room: u32,
    },
    /// It has pages of a block that is not here.
    #[error("no block is called {}", ramblock.escape_ascii())]
    UnknownBlock {
        /// The name.
        ramblock: &'a [u8],
    },
    /// It has a page that ends behind its block.
    #[error("page at {offset:#x} of a block of {used_length:#x} bytes")]
    Offset {
        /// The place at which the first such page begins.
        offset: u64,
        /// The block's bytes.
        used_length: u64,
    },
}
