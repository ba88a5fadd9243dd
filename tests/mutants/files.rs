//! Ways to write or load a file otherwise than QEMU does.

use super::Mutant;

const RECV: &str = "model/src/recv/file.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "files: two pages have one place",
        file: "model/src/saved.rs",
        was: "Piece::Page(page) => 2 + page,",
        becomes: "Piece::Page(page) => 2 + page / 2,",
    },
    Mutant {
        what: "files: the bitmap names no page",
        file: "model/src/send/file.rs",
        was: "qatomic_xchg(bit(sent), true);",
        becomes: "qatomic_xchg(bit(sent), false);",
    },
    Mutant {
        what: "files: a channel says that it is idle before it has written",
        file: "model/src/send/file.rs",
        was: "let ioc = self.file_channel(p.id);",
        becomes: "let ioc = self.file_channel(p.id); self.revision.handoff.clear(p.pending_job);",
    },
    Mutant {
        what: "files: the cleanup leaves the bitmap at every revision",
        file: "model/src/revision/bitmap_owner.rs",
        was: "=> bitmap.free(),",
        becomes: "=> (),",
    },
    Mutant {
        what: "files: work goes to a channel that has some",
        file: RECV,
        was: "if qatomic_read(p.pending_job) == 0 {",
        becomes: "if true {",
    },
    Mutant {
        what: "files: nobody asks the channels whether they are done",
        file: RECV,
        was: "qemu_sem_post(p.sem);\n        }\n    }\n}",
        becomes: "}\n    }\n}",
    },
    Mutant {
        what: "files: a channel says that it is done when it gets work",
        file: RECV,
        was: "let slot = self.recv.slot(p.data.get());",
        becomes: "qemu_sem_post(self.recv.sem_sync); let slot = self.recv.slot(p.data.get());",
    },
];
