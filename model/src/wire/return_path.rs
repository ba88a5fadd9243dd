//! The last message of the return path, `MIG_RP_MSG_SHUT`.

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    big_endian::{U16, U32},
    transmute, transmute_ref,
};

/// The bytes of the message.
pub const LENGTH: usize = 8;

/// `MIG_RP_MSG_SHUT`.
const SHUT: u16 = 1;

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct ShutBytes {
    kind: U16,
    len: U16,
    value: U32,
}

/// The destination will say no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shut {
    /// What went wrong at the destination; 0 is nothing.
    pub error: u32,
}

impl Shut {
    /// What `migrate_send_rp_shut` writes.
    pub fn encode(self) -> [u8; LENGTH] {
        transmute!(ShutBytes {
            kind: U16::new(SHUT),
            len: U16::new(4),
            value: U32::new(self.error),
        })
    }

    /// What `source_return_path_thread` makes of a message; `None` if it is another.
    pub fn decode(bytes: &[u8; LENGTH]) -> Option<Shut> {
        let message: &ShutBytes = transmute_ref!(bytes);
        let is_shut = message.kind.get() == SHUT && message.len.get() == 4;
        is_shut.then(|| Shut { error: message.value.get() })
    }
}
