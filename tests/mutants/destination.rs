//! Ways to receive otherwise than QEMU does.

use super::Mutant;

const THREAD: &str = "model/src/recv/thread.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "destination: every packet counts as a SYNC that it has come to",
        file: THREAD,
        was: "if unfilled.is_sync() {",
        becomes: "if true {",
    },
    Mutant {
        what: "destination: a channel does not wait for the others at a SYNC",
        file: THREAD,
        was: "qemu_sem_wait(p.sem_sync);",
        becomes: "",
    },
    Mutant {
        what: "destination: the sync waits for one channel less",
        file: "model/src/recv/sync.rs",
        was: "for p in self.recv.channels() {",
        becomes: "for p in self.recv.channels().skip(1) {",
    },
    Mutant {
        what: "destination: the errors of channels count at every revision",
        file: "model/src/revision/late_errors.rs",
        was: "LateErrors::Ignored => false,",
        becomes: "LateErrors::Ignored => incoming.migrate_has_error(),",
    },
    Mutant {
        what: "destination: a terminated channel stays at its SYNC",
        file: "model/src/revision/recv_stop.rs",
        was: "incoming.wake(p);\n                incoming",
        becomes: "incoming",
    },
];
