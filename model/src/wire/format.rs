//! In what commits differ on the wire.

use serde::{Deserialize, Serialize};

use super::flags::CompressionBits;

/// The most pages of a packet: `MULTIFD_PACKET_SIZE` of 512 KiB in pages of 4 KiB.
pub const PAGE_COUNT_MAX: u32 = 128;

/// Layout of packets, and the way they are filled and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Format {
    /// Pages that a packet has room for, up to [`PAGE_COUNT_MAX`]:
    /// `multifd_ram_page_count`.
    pub page_count: u32,
    /// The target's page size, in bytes.
    pub page_size: u32,
    /// The list of zero pages in a packet.
    pub zero_pages: ZeroPages,
    /// The buffer that a packet is filled into.
    pub buffer: Buffer,
    /// The bytes behind the header of a packet with SYNC.
    pub sync_body: SyncBody,
    /// Pieces in which a packet is read.
    pub reading: Reading,
    /// The state of a device in a packet.
    pub device_state: DeviceState,
    /// The flags that choose a compression.
    pub compression: CompressionBits,
}

/// Decides whether a packet lists zero pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ZeroPages {
    /// No: the migration thread sends them. The field is unused.
    Unlisted,
    /// Behind the normal pages (303e6f54f9).
    Listed,
}

/// Buffer that a packet is filled into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Buffer {
    /// The packet before: what is not written anew stays.
    Reused,
    /// Zeros (87bb9e953e).
    Cleared,
}

/// Bytes behind the header of a packet with SYNC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SyncBody {
    /// Pages, if there are any: sent and received as in any packet.
    Pages,
    /// Nothing: not filled, and not looked at (d7e58f412c).
    Skipped,
    /// Nothing is filled, but what old senders put there is read (b93d897ea2).
    Read,
}

/// Pieces in which a packet is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reading {
    /// In one.
    Whole,
    /// The header, and what is left if that is right (8050c435b7).
    HeaderFirst,
}

/// Decides whether a packet may carry a device's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeviceState {
    /// No: the flag means nothing.
    Unknown,
    /// If its flag says so (f588f3c46a).
    Flagged,
}

impl Format {
    /// The layout before any of these commits, as in v8.2: packets of
    /// `page_count` pages of 4 KiB.
    ///
    /// # Panics
    /// If `page_count` is above [`PAGE_COUNT_MAX`].
    pub const fn origin(page_count: u32) -> Format {
        assert!(page_count <= PAGE_COUNT_MAX, "more pages than a packet of QEMU has");
        Format {
            page_count,
            page_size: 4096,
            zero_pages: ZeroPages::Unlisted,
            buffer: Buffer::Reused,
            sync_body: SyncBody::Pages,
            reading: Reading::Whole,
            device_state: DeviceState::Unknown,
            compression: CompressionBits::Three,
        }
    }

    /// The bytes of a packet of pages, without what follows it: `p->packet_len`.
    pub const fn packet_length(&self) -> usize {
        super::packet::OFFSETS_AT + 8 * self.page_count as usize
    }
}
