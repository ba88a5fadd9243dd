//! Sections that the main channel carries around those of RAM.
//!
//! As in QEMU's stream a header comes first, and each section begins with a
//! byte that says what it is. Names, ids and footers of sections are left out.

use crate::wire::stream::MAGIC;

/// `QEMU_VM_FILE_MAGIC` and `QEMU_VM_FILE_VERSION`.
pub(crate) const HEADER: [u8; 8] = header();

const VERSION: u32 = 3;

const fn header() -> [u8; 8] {
    ((MAGIC as u64) << 32 | VERSION as u64).to_be_bytes()
}

/// Kinds of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// `QEMU_VM_EOF`: there are no more.
    End,
    /// `QEMU_VM_SECTION_PART` of RAM; here its start and its end as well.
    Ram,
    /// `QEMU_VM_COMMAND`, which is `MIG_CMD_SWITCHOVER_START` (4e55cb3cde).
    SwitchoverStart,
    /// `QEMU_VM_COMMAND`, which is `MIG_CMD_OPEN_RETURN_PATH`.
    OpenReturnPath,
    /// `MIG_CMD_POSTCOPY_RAM_DISCARD`, here of every page.
    Discard,
    /// `MIG_CMD_PACKAGED`: `MIG_CMD_POSTCOPY_LISTEN`, the states of devices and
    /// `MIG_CMD_POSTCOPY_RUN`.
    Packaged,
    /// As `Packaged`, with a PING before the last (7b842fe354).
    PackagedWithPing,
}

impl Section {
    /// The byte that it begins with.
    pub(crate) fn byte(self) -> u8 {
        match self {
            Section::End => 0,
            Section::Ram => 2,
            // Which command it is stands in the upper half here.
            Section::OpenReturnPath => 0x18,
            Section::SwitchoverStart => 0x28,
            Section::Discard => 0x38,
            Section::Packaged => 0x48,
            Section::PackagedWithPing => 0x58,
        }
    }

    /// The section that begins with this byte, if there is one.
    pub(crate) fn from_byte(byte: u8) -> Option<Section> {
        let all = [
            Section::End,
            Section::Ram,
            Section::OpenReturnPath,
            Section::SwitchoverStart,
            Section::Discard,
            Section::Packaged,
            Section::PackagedWithPing,
        ];
        all.into_iter().find(|section| section.byte() == byte)
    }
}
