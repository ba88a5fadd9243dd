//! `migrate_fd_cleanup`: the bottom half that ends a migration.

use sim_io::{
    Name, c_assert, in_function, qatomic_read, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_thread_join, yank_unregister_function, yank_unregister_instance,
};

use super::MigrationStatus;
use crate::{revision::ReturnPathJoin, source::Source};

impl Source {
    /// `migrate_fd_cleanup`, on the main loop with the big lock held.
    pub(crate) fn migrate_fd_cleanup(&self) {
        let _in = in_function("migrate_fd_cleanup");
        self.revision.traces.migration.cleanup_begins();
        self.ram_save_cleanup();
        if self.revision.return_path_join == ReturnPathJoin::First {
            self.close_return_path_on_source();
        }
        if self.migration.to_dst_file.get() {
            self.revision.traces.migration.file_is_closed();
            self.join_migration_thread();
            self.multifd_send_shutdown();
            self.close_to_dst_file();
        }
        if self.revision.return_path_join == ReturnPathJoin::AfterFile {
            self.close_return_path_on_source();
        }
        let active = qatomic_read(self.migration.state).is_active();
        c_assert(!active, "!migration_is_active(s)", Name::of("current_migration"));
        if qatomic_read(self.migration.state) == MigrationStatus::Cancelling {
            self.migrate_set_state(MigrationStatus::Cancelling, MigrationStatus::Cancelled);
        }
        self.check_root_cause();
        self.check_over();
        self.notify_end();
        yank_unregister_instance(self.yank);
        self.migration.cleaned_up.set(true);
        self.tell_management();
    }

    fn join_migration_thread(&self) {
        qemu_mutex_unlock(self.main_loop.bql);
        if self.migration.migration_thread_running.get() {
            qemu_thread_join(self.migration.thread);
            self.migration.migration_thread_running.set(false);
        }
        qemu_mutex_lock(self.main_loop.bql);
    }

    fn close_to_dst_file(&self) {
        qemu_mutex_lock(self.migration.qemu_file_lock);
        self.migration.to_dst_file.set(false);
        qemu_mutex_unlock(self.migration.qemu_file_lock);
        if self.multifd_use_packets() {
            yank_unregister_function(self.yank, self.main_yank_index());
        }
        self.qemu_fclose(self.file);
    }
}
