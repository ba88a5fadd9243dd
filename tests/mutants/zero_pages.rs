//! Ways to treat zero pages otherwise than QEMU does.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "zero pages: the destination does not clear them",
        file: "model/src/revision/zero_receipt.rs",
        was: "if incoming.is_received(page) => clear(),",
        becomes: "if incoming.is_received(page) => (),",
    },
    Mutant {
        what: "zero pages: v9.0 leaves what it finds in them",
        file: "model/src/revision/zero_receipt.rs",
        was: "ZeroReceipt::Looked => clear(),",
        becomes: "ZeroReceipt::Looked => (),",
    },
    Mutant {
        what: "zero pages: nobody notes which pages have come",
        file: "model/src/recv/zero_page.rs",
        was: "Compression::None | Compression::Zlib | Compression::Zstd => true,",
        becomes: "Compression::None | Compression::Zlib | Compression::Zstd => false,",
    },
    Mutant {
        what: "zero pages: v9.1 frees what they are noted in when the channels have ended",
        file: "model/src/revision/loadvm_cleanup.rs",
        was: "LoadvmCleanup::AfterLoad => incoming.qemu_loadvm_state_cleanup(),",
        becomes: "LoadvmCleanup::AfterLoad => (),",
    },
    Mutant {
        what: "zero pages: a channel sends the page that it should leave out",
        file: "model/src/message.rs",
        was: "pages.swap(normal_num, end);",
        becomes: "",
    },
];
