//! Ways to end a process otherwise than QEMU does.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "quit: the source does not cancel its migration",
        file: "model/src/migration/shutdown.rs",
        was: "self.migrate_fd_cancel();",
        becomes: "",
    },
    Mutant {
        what: "quit: the source leaves bottom halves where they are, too",
        file: "model/src/migration/shutdown.rs",
        was: "Callback::Cleanup => self.migrate_fd_cleanup_bh(),",
        becomes: "Callback::Cleanup => (),",
    },
    Mutant {
        what: "quit: the source keeps the big lock to its end",
        file: "model/src/migration/shutdown.rs",
        was: "self.vm_shutdown();",
        becomes: "",
    },
    Mutant {
        what: "quit: the migration thread runs as soon as it is created",
        file: "model/src/revision/thread_reference.rs",
        was: "qemu_mutex_lock(source.threads.lock);\n                qemu_mutex_unlock(source.threads.lock);",
        becomes: "",
    },
    Mutant {
        what: "quit: the last bottom half of a destination asks for no capability",
        file: "model/src/incoming/shutdown.rs",
        was: "touch(self.outgoing.memory);",
        becomes: "",
    },
    Mutant {
        what: "quit: the destination leaves bottom halves where they are, too",
        file: "model/src/incoming/shutdown.rs",
        was: "Callback::Finish => self.dispatch_finish(),",
        becomes: "Callback::Finish => (),",
    },
    Mutant {
        what: "quit: a process that ends waits for its threads",
        file: "sim-io/src/machine/end.rs",
        was: "self.leaving = true;",
        becomes: "",
    },
];
