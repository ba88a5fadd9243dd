//! The header of packets: magic, version, flags.

use thiserror::Error;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, big_endian::U32, transmute_ref,
};

use super::{
    device, flags,
    format::{DeviceState, Format, Reading},
};

/// `MULTIFD_MAGIC`.
pub const MAGIC: u32 = 0x1122_3344;
/// `MULTIFD_VERSION`.
pub const VERSION: u32 = 1;
/// The bytes of a header: `MultiFDPacketHdr_t`.
pub const LENGTH: usize = 12;

/// Magic and version.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Mark {
    magic: U32,
    version: U32,
}

impl Mark {
    /// The right one.
    pub(super) const OURS: Mark = Mark { magic: U32::new(MAGIC), version: U32::new(VERSION) };

    /// Checks that it is the right one.
    pub(super) fn check(self) -> Result<(), HeaderError> {
        let (magic, version) = (self.magic.get(), self.version.get());
        match (magic, version) {
            (MAGIC, VERSION) => Ok(()),
            (MAGIC, received) => Err(HeaderError::Version { received }),
            (received, _) => Err(HeaderError::Magic { received }),
        }
    }
}

/// `MultiFDPacketHdr_t`.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct HeaderBytes {
    mark: Mark,
    flags: U32,
}

impl HeaderBytes {
    /// A header with these flags.
    pub(super) fn new(flags: u32) -> HeaderBytes {
        HeaderBytes { mark: Mark::OURS, flags: U32::new(flags) }
    }
}

/// A header that was found right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// `MULTIFD_FLAG_*`, unchecked.
    pub flags: u32,
}

/// Bytes that follow a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Pages: see [`packet`](super::packet).
    Ram,
    /// A device's state: see [`device`].
    DeviceState,
}

impl Header {
    /// Reads a header: `multifd_recv_unfill_packet_header`, which had been the
    /// begin of `multifd_recv_unfill_packet` before 8050c435b7.
    ///
    /// # Errors
    /// If magic or version, in this order, are wrong.
    pub fn decode(bytes: &[u8; LENGTH]) -> Result<Header, HeaderError> {
        let header: &HeaderBytes = transmute_ref!(bytes);
        header.mark.check()?;
        Ok(Header { flags: header.flags.get() })
    }

    /// Chooses what follows, as `multifd_recv_thread` does since f588f3c46a.
    pub fn body(self, format: &Format) -> Body {
        match format.device_state {
            DeviceState::Flagged if self.flags & flags::DEVICE_STATE != 0 => Body::DeviceState,
            DeviceState::Flagged | DeviceState::Unknown => Body::Ram,
        }
    }
}

impl Format {
    /// Returns the number of bytes that `multifd_recv_thread` reads of a packet before it looks at
    /// it.
    pub const fn first_read(&self) -> usize {
        match self.reading {
            Reading::Whole => self.packet_length(),
            Reading::HeaderFirst => LENGTH,
        }
    }
}

impl Body {
    /// Its length in bytes, without the header and without what follows it.
    pub const fn length(self, format: &Format) -> usize {
        match self {
            Body::Ram => format.packet_length() - LENGTH,
            Body::DeviceState => device::LENGTH - LENGTH,
        }
    }
}

/// Something that does not begin as multifd's messages do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HeaderError {
    /// It is no message of multifd.
    #[error("magic {received:#x}, not {MAGIC:#x}")]
    Magic {
        /// The value there.
        received: u32,
    },
    /// It is of another version.
    #[error("version {received}, not {VERSION}")]
    Version {
        /// The value there.
        received: u32,
    },
}
