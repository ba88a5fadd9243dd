//! `MigrationIncomingState`: how far the incoming migration is; and the
//! `MigrationState` of the same process, which is none's and keeps the error.

use sim_io::{
    Atomic, Error, Ghost, Plain, QemuMutex, Word, g_new0, in_function, memory, qatomic_cmpxchg,
    qatomic_read, qatomic_set, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock,
};

use super::Incoming;
use crate::{events, migration::MigrationStatus, world::World};

memory! {
    /// `MigrationIncomingState`.
    pub(crate) struct MigrationIncomingState {
        /// Progress of the migration.
        pub state: Atomic<MigrationStatus>,
        /// Set while the main channel is there.
        pub from_src_file: Plain<bool>,
        /// Set while there is a return path.
        pub to_src_file: Plain<bool>,
        /// Set when the listener is closed: `transport_cleanup` of sockets has come.
        pub listener_closed: Ghost<bool>,
        /// Set when the process has nothing left to do, or is gone.
        pub ended: Ghost<bool>,
        /// Set when it is gone.
        pub exited: Ghost<bool>,
    }
}

memory! {
    /// Result of `migrate_get_current` on the destination: the state of an outgoing migration that
    /// does not exist.
    pub(crate) struct Outgoing {
        /// NONE, or FAILED.
        pub state: Atomic<MigrationStatus>,
        /// Guards `error`.
        pub error_mutex: QemuMutex,
        /// The first error, as a word; 0 is none.
        pub error: Plain<u64>,
    }
}

memory! {
    /// A `QEMUFile` on top of the main channel.
    pub(crate) struct IncomingFile {
        /// Set when something went wrong. C reads and writes a plain `int`, in postcopy from two
        /// threads.
        pub last_error: Atomic<bool>,
    }
}

impl IncomingFile {
    /// `qemu_file_set_error`.
    pub(super) fn set_error(self) {
        qatomic_set(self.last_error, true);
    }

    /// `qemu_file_get_error`.
    pub(super) fn get_error(self) -> bool {
        qatomic_read(self.last_error)
    }
}

impl MigrationIncomingState {
    /// It listens: `migrate-incoming` has made it SETUP.
    pub(super) fn start(self) {
        self.memory.permanent();
        self.state.initialise(MigrationStatus::Setup);
    }
}

impl Outgoing {
    /// Without a `quit`, the object is as old as the process.
    pub(super) fn start(self, world: &World) {
        match world.quits() {
            true => g_new0(self.memory),
            false => self.memory.permanent(),
        }
        self.state.initialise(MigrationStatus::None);
        qemu_mutex_init(self.error_mutex);
    }
}

impl Incoming {
    /// `migrate_set_state` of the incoming migration.
    pub(crate) fn set_incoming_state(&self, old: MigrationStatus, new: MigrationStatus) {
        if qatomic_cmpxchg(self.state.state, old, new) == old {
            events::migrate_set_state(new.name());
        }
    }

    /// `migrate_set_error`: the first error wins.
    pub(crate) fn migrate_set_error(&self, error: Error) {
        let _in = in_function("migrate_set_error");
        qemu_mutex_lock(self.outgoing.error_mutex);
        if self.outgoing.error.get() == 0 {
            self.outgoing.error.set(error.to_word());
        }
        qemu_mutex_unlock(self.outgoing.error_mutex);
    }

    /// `migrate_has_error`.
    pub(crate) fn migrate_has_error(&self) -> bool {
        let _in = in_function("migrate_has_error");
        qemu_mutex_lock(self.outgoing.error_mutex);
        let has = self.outgoing.error.get() != 0;
        qemu_mutex_unlock(self.outgoing.error_mutex);
        has
    }

    /// Fails the state on an error of the receive side: that of the outgoing migration, which is
    /// NONE here.
    pub(crate) fn fail_if_ongoing(&self) {
        match qatomic_read(self.outgoing.state) {
            MigrationStatus::Setup | MigrationStatus::Active => {
                let old = qatomic_read(self.outgoing.state);
                qatomic_cmpxchg(self.outgoing.state, old, MigrationStatus::Failed);
            }
            MigrationStatus::None
            | MigrationStatus::PreSwitchover
            | MigrationStatus::Device
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused
            | MigrationStatus::Completed
            | MigrationStatus::Cancelling
            | MigrationStatus::Cancelled
            | MigrationStatus::Failed
            | MigrationStatus::Failing => (),
        }
    }
}
