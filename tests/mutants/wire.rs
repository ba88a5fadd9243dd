//! Ways to read or write the wire otherwise than QEMU does.

use super::Mutant;

const RECEIVED: &str = "model/src/wire/received.rs";
const ZLIB: &str = "model/src/wire/zlib.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "wire: a channel whose id is the number of channels is refused",
        file: "model/src/wire/init.rs",
        was: "if id > channels {",
        becomes: "if id >= channels {",
    },
    Mutant {
        what: "wire: zero pages may take the room of normal pages",
        file: RECEIVED,
        was: "if zero > pages_alloc - normal {",
        becomes: "if zero > pages_alloc {",
    },
    Mutant {
        what: "wire: offsets of zero pages are not checked",
        file: RECEIVED,
        was: "self.normal.iter().chain(self.zero.iter())",
        becomes: "self.normal.iter()",
    },
    Mutant {
        what: "wire: a block smaller than a page has no room for any",
        file: RECEIVED,
        was: "used_length.wrapping_sub(",
        becomes: "used_length.saturating_sub(",
    },
    Mutant {
        what: "wire: nobody reads the pages of a SYNC packet since v9.2",
        file: RECEIVED,
        was: "SyncBody::Skipped if flags",
        becomes: "SyncBody::Skipped | SyncBody::Read if flags",
    },
    Mutant {
        what: "wire: a name may fill its field",
        file: "model/src/wire.rs",
        was: "let field = &field[..255];",
        becomes: "let field = &field[..256];",
    },
    Mutant {
        what: "wire: a packet is never filled over the one before",
        file: "model/src/wire/packet.rs",
        was: "Buffer::Reused => (),",
        becomes: "Buffer::Reused => buffer.fill(0),",
    },
    Mutant {
        what: "wire: device state with SYNC is refused before it is loaded",
        file: "model/src/wire/device.rs",
        was: "if self.next_packet_size == 0 {",
        becomes: "self.after_load()?; if self.next_packet_size == 0 {",
    },
    Mutant {
        what: "wire: a file must align its pages as QEMU writes them",
        file: "model/src/wire/mapped_ram.rs",
        was: "if !pages_offset.is_multiple_of(page_size) {",
        becomes: "if !pages_offset.is_multiple_of(ALIGNMENT) {",
    },
    Mutant {
        what: "wire: a piece may begin at the end of its block",
        file: "model/src/wire/mapped_ram/loads.rs",
        was: "if offset >= used_length {",
        becomes: "if offset > used_length {",
    },
    Mutant {
        what: "wire: zlib: a page may be cut short",
        file: ZLIB,
        was: "Ok(Status::Ok) if filled == page.len()",
        becomes: "Ok(Status::Ok) if filled <= page.len()",
    },
    Mutant {
        what: "wire: zlib: nothing is flushed behind a packet",
        file: ZLIB,
        was: "if index == last { FlushCompress::Sync }",
        becomes: "if index == last { FlushCompress::None }",
    },
    Mutant {
        what: "wire: each method's flag is looked for in five bits",
        file: "model/src/wire/flags.rs",
        was: "CompressionBits::Three => 0x0e,",
        becomes: "CompressionBits::Three => 0x3e,",
    },
    Mutant {
        what: "wire: zlib: there is room for whatever follows a packet",
        file: ZLIB,
        was: "if input.len() > ZlibReceiver::ROOM {",
        becomes: "if input.len() > usize::MAX {",
    },
];
