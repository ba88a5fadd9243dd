//! Formats of multifd on the wire and in files, byte for byte.
//!
//! Everything is big-endian and packed, and nothing but [`zlib`] allocates: the writer brings the
//! buffer, and what is read borrows from it. Decoding makes QEMU's checks in QEMU's order, an error
//! for each, and no check that QEMU does not make; only what QEMU could but die of is an error,
//! too, and says so. In what commits differ, a [`Format`] says.
//!
//! | what | where | QEMU |
//! |---|---|---|
//! | first message of a channel | [`init`] | `MultiFDInit_t` |
//! | what packets begin with | [`header`] | `MultiFDPacketHdr_t` |
//! | pages | [`packet`], [`received`] | `MultiFDPacket_t` |
//! | a device's state | [`device`] | `MultiFDPacketDeviceState_t` |
//! | flags of packets | [`flags`] | `MULTIFD_FLAG_*` |
//! | main channel | [`stream`] | `RAM_SAVE_FLAG_*`, `QEMU_VM_FILE_MAGIC` |
//! | return path | [`return_path`] | `MIG_RP_MSG_SHUT` |
//! | files | [`mapped_ram`] | `MappedRamHeader` |
//! | compressed pages | [`zlib`] | `multifd_zlib_ops` |

pub mod device;
pub mod flags;
pub mod format;
pub mod header;
pub mod init;
pub mod mapped_ram;
pub mod packet;
pub mod received;
pub mod return_path;
pub mod stream;
pub mod zlib;

pub use self::format::Format;

/// A name as a field of 256 bytes has it: up to the first zero, and at most 255
/// bytes, because QEMU overwrites the last.
fn name(field: &[u8; 256]) -> &[u8] {
    let field = &field[..255];
    let end = field.iter().position(|&byte| byte == 0);
    &field[..end.unwrap_or(field.len())]
}

/// Writes a name into its field as `strncpy` and `pstrcpy` do: cut at 255
/// bytes, and zeros up to the end.
fn set_name(field: &mut [u8; 256], name: &[u8]) {
    let length = name.len().min(255);
    field.fill(0);
    field[..length].copy_from_slice(&name[..length]);
}
