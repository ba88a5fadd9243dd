//! `MultiFDInit_t`: the first message of a channel, once per socket.

use thiserror::Error;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, big_endian::U64, transmute,
    transmute_ref,
};

use super::header::{HeaderError, Mark};

/// The bytes of the message.
pub const LENGTH: usize = 64;

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct InitBytes {
    mark: Mark,
    uuid: [u8; 16],
    id: u8,
    unused: [u8; 7],
    unused_words: [U64; 4],
}

/// The first message of a channel that connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Init {
    /// The UUID of the virtual machine.
    pub uuid: [u8; 16],
    /// The channel's number, from 0.
    pub id: u8,
}

impl Init {
    /// Encodes it as `multifd_send_initial_packet` does.
    pub fn encode(&self) -> [u8; LENGTH] {
        transmute!(InitBytes {
            mark: Mark::OURS,
            uuid: self.uuid,
            id: self.id,
            unused: [0; 7],
            unused_words: [U64::ZERO; 4],
        })
    }

    /// Decodes it as `multifd_recv_initial_packet` does, on a side whose UUID is `uuid` and which
    /// lets in ids up to `channels`.
    ///
    /// Up to v11.0 that is the number of channels, in QEMU, which then goes on behind the
    /// end of its channels.
    ///
    /// # Errors
    /// The first of QEMU's checks that fails.
    pub fn decode(bytes: &[u8; LENGTH], uuid: &[u8; 16], channels: u8) -> Result<Init, InitError> {
        let message: &InitBytes = transmute_ref!(bytes);
        message.mark.check()?;
        let (received, id) = (message.uuid, message.id);
        if received != *uuid {
            return Err(InitError::Uuid { received, expected: *uuid, id });
        }
        if id > channels {
            return Err(InitError::Id { received: id, channels });
        }
        Ok(Init { uuid: received, id })
    }
}

/// A channel that is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InitError {
    /// It does not begin right.
    #[error("first message: {0}")]
    Header(#[from] HeaderError),
    /// It is another machine's.
    #[error("channel {id} is of machine {received:02x?}, not {expected:02x?}")]
    Uuid {
        /// The UUID in the message.
        received: [u8; 16],
        /// The UUID of the side that waits for it.
        expected: [u8; 16],
        /// The channel that it says it is.
        id: u8,
    },
    /// There are fewer channels. QEMU names the version instead of the number
    /// before c77b40859a.
    #[error("channel {received} of {channels}")]
    Id {
        /// The channel that it says it is.
        received: u8,
        /// `multifd-channels`.
        channels: u8,
    },
}
