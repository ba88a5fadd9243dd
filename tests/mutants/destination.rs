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
    Mutant {
        what: "destination: it exits whatever it was told",
        file: "model/src/revision/error_exit.rs",
        was: "ErrorExit::IfAsked => asked == ExitOnError::On,",
        becomes: "ErrorExit::IfAsked => asked == asked,",
    },
    Mutant {
        what: "destination: it stays at every revision",
        file: "model/src/revision/error_exit.rs",
        was: "ErrorExit::Always => true,",
        becomes: "ErrorExit::Always => asked == ExitOnError::On,",
    },
    Mutant {
        what: "destination: one that stays waits no longer for a connection that it refused",
        file: "model/src/revision/accept_error.rs",
        was: "if incoming.exits_on_error() {",
        becomes: "if true {",
    },
    Mutant {
        what: "destination: a yank shuts nothing down",
        file: "model/src/incoming.rs",
        was: "if !self.state.exited.get() {",
        becomes: "if false {",
    },
];
