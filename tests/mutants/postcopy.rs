//! Ways to become postcopy otherwise than QEMU does.

use super::Mutant;

const SOURCE: &str = "model/src/migration/postcopy.rs";
const LISTEN: &str = "model/src/incoming/listen.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "postcopy: it begins without a sync at every revision",
        file: "model/src/revision/postcopy_prepare.rs",
        was: "PostcopyPrepare::Syncs => true,",
        becomes: "PostcopyPrepare::Syncs => false,",
    },
    Mutant {
        what: "postcopy: the destination is not told to sync before it",
        file: "model/src/migration/ram.rs",
        was: "self.put_flush();\n            // The file remembers a failure.",
        becomes: "// The file remembers a failure.",
    },
    Mutant {
        what: "postcopy: the source does not wait until the package is loaded",
        file: SOURCE,
        was: "await_any(&[(state.package_loaded, true)]);",
        becomes: "",
    },
    Mutant {
        what: "postcopy: pages go as they were before the guest stopped",
        file: SOURCE,
        was: "postcopy.state.round.get());",
        becomes: "postcopy.state.round.get() - 1);",
    },
    Mutant {
        what: "postcopy: the destination is COMPLETED before its main loop has the package",
        file: LISTEN,
        was: "qemu_sem_wait(state.main_thread_load);",
        becomes: "",
    },
    Mutant {
        what: "postcopy: nobody joins the thread that listens",
        file: LISTEN,
        was: "qemu_thread_join(listening.state.listen_thread);",
        becomes: "",
    },
    Mutant {
        what: "postcopy: RUN is obeyed after the thread that listens has ended",
        file: "model/src/incoming/postcopy.rs",
        was: "!= Phase::Listening {",
        becomes: "== Phase::Advise {",
    },
    Mutant {
        what: "postcopy: a page that is zero has the number of its round",
        file: SOURCE,
        was: "let version = self.world.version(page, round);",
        becomes: "let version = round;",
    },
];
