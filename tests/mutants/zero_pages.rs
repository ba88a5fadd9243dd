//! Ways to treat zero pages otherwise than QEMU does.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "zero pages: the destination does not clear them",
        file: "model/src/revision/zero_receipt.rs",
        was: "if page.received.get() => page.version.set(0),",
        becomes: "if page.received.get() => (),",
    },
    Mutant {
        what: "zero pages: v9.0 leaves what it finds in them",
        file: "model/src/revision/zero_receipt.rs",
        was: "ZeroReceipt::Looked => page.version.set(0),",
        becomes: "ZeroReceipt::Looked => (),",
    },
    Mutant {
        what: "zero pages: nobody notes which pages have come",
        file: "model/src/recv/zero_page.rs",
        was: "Compression::None | Compression::Zlib | Compression::Zstd => true,",
        becomes: "Compression::None | Compression::Zlib | Compression::Zstd => false,",
    },
    Mutant {
        what: "zero pages: a channel sends the page that it should leave out",
        file: "model/src/message.rs",
        was: "pages.swap(normal_num, end);",
        becomes: "",
    },
];
