//! `migrate_fd_connect`: the main channel is connected, the migration begins.

use sim_io::{
    in_function, qemu_mutex_lock, qemu_mutex_unlock, qemu_thread_create, yank_register_function,
};

use crate::{revision::SetupThread, source::Source};

impl Source {
    /// `migration_channel_connect` and `migrate_fd_connect`, on the main loop
    /// with the big lock held.
    pub(crate) fn migrate_fd_connect(&self) {
        let _in = in_function("migrate_fd_connect");
        self.migration_channel_connect();
        self.open_return_path_on_source();
        match self.revision.setup_thread {
            SetupThread::MainLoop => {
                if !self.multifd_send_setup() {
                    self.migrate_fd_cleanup();
                    return;
                }
            }
            SetupThread::MigrationThread => (),
        }
        let source = *self;
        qemu_thread_create(self.migration.thread, self.live_migration(), move || {
            source.migration_thread();
        });
        self.migration.migration_thread_running.set(true);
    }

    fn migration_channel_connect(&self) {
        self.qemu_file_new_output();
        yank_register_function(self.yank, self.main_yank_index());
        qemu_mutex_lock(self.migration.qemu_file_lock);
        self.migration.to_dst_file.set(true);
        qemu_mutex_unlock(self.migration.qemu_file_lock);
    }
}
