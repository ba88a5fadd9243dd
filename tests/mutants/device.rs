//! Ways to save and load devices otherwise than QEMU does.

use super::Mutant;

const SAVE: &str = "model/src/send/device/threads.rs";
const LOAD: &str = "model/src/incoming/devices.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "devices: the completion does not ask what became of the threads that save",
        file: SAVE,
        was: "!self.migrate_has_error()",
        becomes: "self.migrate_has_error() || true",
    },
    Mutant {
        what: "devices: the pool is freed under its threads",
        file: SAVE,
        was: "qemu_thread_join(thread.thread);",
        becomes: "let _ = (thread.thread, qemu_thread_join);",
    },
    Mutant {
        what: "devices: the destination does not wait for the threads that load",
        file: LOAD,
        was: "submitted.for_each(|_| qemu_sem_wait(threads.pool.finished));",
        becomes: "submitted.for_each(|_| ());",
    },
    Mutant {
        what: "devices: the cleanup of the destination leaves a device waiting",
        file: LOAD,
        was: "qemu_sem_post(device.ready);\n        }\n    }\n\n    pub(super) fn join",
        becomes: "}\n    }\n\n    pub(super) fn join",
    },
];
