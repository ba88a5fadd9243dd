//! The messages of the return path: `MIG_RP_MSG_SHUT`, its last, and `MIG_RP_MSG_PONG`.

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    big_endian::{U16, U32},
    transmute, transmute_ref,
};

/// The bytes of either message.
pub const LENGTH: usize = 8;

/// `MIG_RP_MSG_SHUT`.
const SHUT: u16 = 1;

/// `MIG_RP_MSG_PONG`.
const PONG: u16 = 2;

/// `QEMU_VM_PING_PACKAGED_LOADED`: the PONG that says that the package of postcopy is
/// loaded (7b842fe354).
pub const PACKAGED_LOADED: u32 = 0x42;

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct MessageBytes {
    kind: U16,
    len: U16,
    value: U32,
}

/// The destination will say no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shut {
    /// The error of the destination; 0 is none.
    pub error: u32,
}

impl Shut {
    /// Encodes it as `migrate_send_rp_shut` does.
    pub fn encode(self) -> [u8; LENGTH] {
        encode(SHUT, self.error)
    }

    /// Decodes a message as `source_return_path_thread` does; `None` if it is another.
    pub fn decode(bytes: &[u8; LENGTH]) -> Option<Shut> {
        decode(SHUT, bytes).map(|error| Shut { error })
    }
}

/// The answer to a PING.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pong {
    /// The value in the PING.
    pub value: u32,
}

impl Pong {
    /// Encodes it as `migrate_send_rp_pong` does.
    pub fn encode(self) -> [u8; LENGTH] {
        encode(PONG, self.value)
    }

    /// Decodes a message as `source_return_path_thread` does; `None` if it is another.
    pub fn decode(bytes: &[u8; LENGTH]) -> Option<Pong> {
        decode(PONG, bytes).map(|value| Pong { value })
    }
}

fn encode(kind: u16, value: u32) -> [u8; LENGTH] {
    transmute!(MessageBytes { kind: U16::new(kind), len: U16::new(4), value: U32::new(value) })
}

fn decode(kind: u16, bytes: &[u8; LENGTH]) -> Option<u32> {
    let message: &MessageBytes = transmute_ref!(bytes);
    let is_it = message.kind.get() == kind && message.len.get() == 4;
    is_it.then(|| message.value.get())
}
