//! `MULTIFD_FLAG_*`: what a packet says of itself.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// `MULTIFD_FLAG_SYNC`: the receiver reports, and waits until all have.
pub const SYNC: u32 = 1;
/// `MULTIFD_FLAG_DEVICE_STATE`: not pages, but a device's state (f588f3c46a).
pub const DEVICE_STATE: u32 = 0x40;

/// Flags that choose a compression: `MULTIFD_FLAG_COMPRESSION_MASK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompressionBits {
    /// Three, of which the highest came to use with 354cac2859.
    Three,
    /// Four (f3d8bb759d).
    Four,
    /// Five (80484f9459).
    Five,
}

impl CompressionBits {
    /// The flags as a mask.
    pub const fn mask(self) -> u32 {
        match self {
            CompressionBits::Three => 0x0e,
            CompressionBits::Four => 0x1e,
            CompressionBits::Five => 0x3e,
        }
    }
}

/// Compression of the pages of a packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// Not at all: `MULTIFD_FLAG_NOCOMP`.
    #[default]
    None,
    /// `MULTIFD_FLAG_ZLIB`.
    Zlib,
    /// `MULTIFD_FLAG_ZSTD`.
    Zstd,
    /// `MULTIFD_FLAG_QPL` (354cac2859).
    Qpl,
    /// `MULTIFD_FLAG_UADK` (f3d8bb759d).
    Uadk,
    /// `MULTIFD_FLAG_QATZIP` (80484f9459).
    Qatzip,
}

impl Compression {
    /// Its flag.
    pub const fn flag(self) -> u32 {
        match self {
            Compression::None => 0,
            Compression::Zlib => 0x02,
            Compression::Zstd => 0x04,
            Compression::Qpl => 0x08,
            Compression::Uadk => 0x10,
            Compression::Qatzip => 0x20,
        }
    }

    /// Makes the first check of each method's `recv`, of a packet with pages.
    ///
    /// # Errors
    /// If the packet's flags choose another method. Those outside the mask are
    /// not looked at.
    pub fn expect(self, flags: u32, bits: CompressionBits) -> Result<(), FlagsError> {
        let received = flags & bits.mask();
        match received == self.flag() {
            true => Ok(()),
            false => Err(FlagsError { received, expected: self.flag() }),
        }
    }
}

/// A packet is compressed in another way than agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("compression flags {received:#x}, not {expected:#x}")]
pub struct FlagsError {
    /// The compression in the packet.
    pub received: u32,
    /// The compression that this side is set to.
    pub expected: u32,
}
