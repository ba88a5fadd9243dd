//! Ways to do otherwise than the logs of real QEMU show.

use super::Mutant;

const RECV_SYNC: &str = "model/src/recv/sync.rs";
const SEND_SYNC: &str = "model/src/send/sync.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "traces: a sync of the destination does not wait for the last channel",
        file: RECV_SYNC,
        was: "qemu_sem_wait(self.recv.sem_sync);",
        becomes: "if p.id + 1 < self.world.channels { qemu_sem_wait(self.recv.sem_sync); }",
    },
    Mutant {
        what: "traces: a sync of the destination counts one more",
        file: RECV_SYNC,
        was: "events::multifd_recv_sync_main(self.recv.packet_num.get());",
        becomes: "events::multifd_recv_sync_main(self.recv.packet_num.get() + 1);",
    },
    Mutant {
        what: "traces: a sync of the source asks the channels from the last",
        file: SEND_SYNC,
        was: "self.channels_below(count).try_for_each(|p| self.signal(&p))",
        becomes: "(0..self.world.channels).rev().map(|id| self.send.p(id)).try_for_each(|p| self.signal(&p))",
    },
    Mutant {
        what: "traces: two packets have one number",
        file: "model/src/send/packet.rs",
        was: "qatomic_fetch_inc_unseen(self.send.packet_num)",
        becomes: "qatomic_fetch_inc_unseen(self.send.packet_num) / 2",
    },
    Mutant {
        what: "traces: v7.2 flushes at each round",
        file: "model/src/revision/section_flush.rs",
        was: "World { flush: FlushAt::Section, ..world }",
        becomes: "World { flush: FlushAt::Round, ..world }",
    },
    Mutant {
        what: "traces: v7.2 frees the destination's channels last",
        file: "model/src/revision/origin.rs",
        was: "load_cleanup: LoadCleanup::First,",
        becomes: "load_cleanup: LoadCleanup::WithTheRest,",
    },
    Mutant {
        what: "traces: v10.0 has the names of v9.2",
        file: "model/src/revision/traces/migration_trace.rs",
        was: "MigrationTrace::BothRenamed => events::migration_cleanup(),",
        becomes: "MigrationTrace::BothRenamed => events::migrate_fd_cleanup(),",
    },
    Mutant {
        what: "traces: a connection that fails changes no state",
        file: "model/src/revision/accept_error.rs",
        was: "events::migrate_set_state(MigrationStatus::Failed.name());",
        becomes: "",
    },
];
