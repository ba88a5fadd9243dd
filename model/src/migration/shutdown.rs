//! `qemu_cleanup`: a user ends the process, whatever the migration does; and the references that
//! keep `current_migration` alive for the others meanwhile.

use sim_io::{
    QemuMutex, in_function, loop_head, memory, next_callback, object_ref, object_unref,
    process_ends, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock, qemu_poll, report_outcome,
};

use crate::source::{Callback, Source};

memory! {
    /// The list of migration threads that `query-migrationthreads` shows.
    pub(crate) struct MigrationThreads {
        /// `migration_threads_lock`.
        pub lock: QemuMutex,
    }
}

impl MigrationThreads {
    pub(crate) fn start(self) {
        self.memory.permanent();
        qemu_mutex_init(self.lock);
    }
}

impl Source {
    /// `qemu_cleanup`, on the main loop with the big lock held. It ends as late as it can: block
    /// devices wait for what they still have to do, and run bottom halves meanwhile. Idle sources
    /// and commands are left where they are.
    pub(crate) fn qemu_cleanup(&self) {
        let _in = in_function("qemu_cleanup");
        self.migration_shutdown();
        self.vm_shutdown();
        report_outcome("quit");
        process_ends();
        let sources = self.main_loop.sources;
        loop {
            loop_head("qemu_cleanup", &[]);
            qemu_poll(sources);
            match next_callback(sources) {
                Callback::Cleanup => self.migrate_fd_cleanup_bh(),
                Callback::Connected(_)
                | Callback::Cancel
                | Callback::Query
                | Callback::Migrate
                | Callback::Continue
                | Callback::StartPostcopy
                | Callback::Quit
                | Callback::SetParameters
                | Callback::SetCapabilities
                | Callback::Shutdown => (),
            }
        }
    }

    /// `migration_shutdown`: the process has no use for the migration any more.
    fn migration_shutdown(&self) {
        let _in = in_function("migration_shutdown");
        self.migrate_fd_cancel();
        self.unref_migration();
    }

    /// `vm_shutdown` waits until every processor of the guest has stopped, and gives the
    /// big lock away meanwhile: here always, in QEMU where the guest still runs.
    fn vm_shutdown(&self) {
        let _in = in_function("pause_all_vcpus");
        qemu_mutex_unlock(self.main_loop.bql);
        qemu_mutex_lock(self.main_loop.bql);
    }

    /// `migrate_fd_cleanup_bh`, since 699d9476a0 `migration_bh_dispatch_bh`.
    pub(crate) fn migrate_fd_cleanup_bh(&self) {
        self.migrate_fd_cleanup();
        self.unref_migration();
    }

    /// `object_ref` of `current_migration`. The number of references matters only with a `quit`.
    pub(crate) fn ref_migration(&self) {
        if self.world.quits() {
            object_ref(self.migration.memory);
        }
    }

    /// `object_unref` of it.
    pub(crate) fn unref_migration(&self) {
        if self.world.quits() {
            object_unref(self.migration.memory);
        }
    }
}
