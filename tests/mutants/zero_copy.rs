//! Ways to send without a copy otherwise than QEMU does.

use super::Mutant;

const SYNC: &str = "model/src/send/sync.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "zero-copy: a sync flushes nothing",
        file: SYNC,
        was: "self.multifd_zero_copy_flush(p)",
        becomes: "Ok(())",
    },
    Mutant {
        what: "zero-copy: a sync flushes before it waits, as before ebfc578715",
        file: SYNC,
        was: "qemu_sem_wait(p.sem_sync);\n        self.multifd_zero_copy_flush(p)",
        becomes: "let flushed = self.multifd_zero_copy_flush(p);\n        qemu_sem_wait(p.sem_sync);\n        flushed",
    },
    Mutant {
        what: "zero-copy: the kernel reads all at once",
        file: "model/src/send/zero_copy.rs",
        was: "memory.into_iter().for_each(touch);",
        becomes: "let _ = memory;",
    },
    Mutant {
        what: "zero-copy: a header that fails keeps the mutex at every revision",
        file: "model/src/revision/header_failure.rs",
        was: "HeaderFailure::GivenBack => locking.write_failed(p),",
        becomes: "HeaderFailure::GivenBack => { let _ = (locking, p); }",
    },
];
