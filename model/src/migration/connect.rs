//! `migrate_fd_connect`: the main channel is connected, the migration begins.

use sim_io::{
    Error, Name, broken, in_function, qatomic_read, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_thread_create, yank_register_function,
};

use crate::{
    revision::{NotifierError, SetupThread},
    rules,
    source::Source,
};

impl Source {
    /// `migrate_fd_connect`, on the main loop with the big lock held.
    pub(crate) fn migrate_fd_connect(&self) {
        let _in = in_function("migrate_fd_connect");
        if !self.notify_setup() && self.notifier_ends_migration() {
            return;
        }
        self.open_return_path_on_source();
        self.stop_for_cpr();
        match self.revision.setup_thread {
            SetupThread::MainLoop => {
                if !self.multifd_send_setup() {
                    self.migrate_fd_cleanup();
                    return;
                }
            }
            SetupThread::MigrationThread => (),
        }
        self.revision.thread_reference.creating(self);
        let source = *self;
        qemu_thread_create(self.migration.thread, self.live_migration(), move || {
            source.migration_thread();
        });
        self.migration.migration_thread_running.set(true);
    }

    /// A notifier objects; whether that is the end. There is no migration
    /// thread yet, and multifd is not set up.
    fn notifier_ends_migration(&self) -> bool {
        match self.revision.notifier_error {
            NotifierError::Ignored => {
                let detail = "a notifier objects, and the migration goes on";
                broken(rules::HEARD.name, Name::of("current_migration"), detail);
                false
            }
            NotifierError::FailsMigration => {
                self.migrate_set_error(Error::Refused);
                let current = qatomic_read(self.migration.state);
                self.migrate_set_state(current, self.revision.failing.state());
                self.migrate_fd_cleanup();
                true
            }
        }
    }

    /// `migration_channel_connect`, on the main loop with the big lock held.
    pub(crate) fn migration_channel_connect(&self) {
        let _in = in_function("migration_channel_connect");
        self.qemu_file_new_output();
        if self.multifd_use_packets() {
            yank_register_function(self.yank, self.main_yank_index());
        }
        qemu_mutex_lock(self.migration.qemu_file_lock);
        self.migration.to_dst_file.set(true);
        qemu_mutex_unlock(self.migration.qemu_file_lock);
    }
}
