//! `migrate_fd_cleanup`: the bottom half that ends a migration.

use sim_io::{
    Name, c_assert, in_function, qatomic_read, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_thread_join, yank_unregister_function, yank_unregister_instance,
};

use crate::{revision::ReturnPathJoin, source::Source};

impl Source {
    /// `migrate_fd_cleanup`, on the main loop with the big lock held.
    pub(crate) fn migrate_fd_cleanup(&self) {
        let _in = in_function("migrate_fd_cleanup");
        self.revision.traces.migration.cleanup_begins();
        self.ram_save_cleanup();
        if self.revision.return_path_join == ReturnPathJoin::First {
            self.close_return_path_on_source();
            self.release_dst_files();
        }
        self.revision.file_taken.clean_up(self);
        if self.revision.return_path_join == ReturnPathJoin::AfterFile {
            self.close_return_path_on_source();
        }
        let active = qatomic_read(self.migration.state).is_active();
        c_assert(!active, "!migration_is_active(s)", Name::of("current_migration"));
        self.revision.failing.cleaned_up(self);
        self.check_root_cause();
        self.check_reason();
        self.check_over();
        self.notify_end();
        yank_unregister_instance(self.yank);
        self.migration.cleaned_up.set(true);
        self.tell_management();
    }

    /// Joins the migration thread, if there is one, with the big lock not held.
    pub(crate) fn join_migration_thread(&self) {
        if self.migration.migration_thread_running.get() {
            qemu_thread_join(self.migration.thread);
            self.migration.migration_thread_running.set(false);
        }
    }

    /// Takes `to_dst_file` away; whether it was there.
    pub(crate) fn take_to_dst_file(&self) -> bool {
        qemu_mutex_lock(self.migration.qemu_file_lock);
        let was_there = self.migration.to_dst_file.get();
        self.migration.to_dst_file.set(false);
        qemu_mutex_unlock(self.migration.qemu_file_lock);
        was_there
    }

    /// Closes it, when it has been taken away.
    pub(crate) fn close_to_dst_file(&self) {
        if self.multifd_use_packets() {
            yank_unregister_function(self.yank, self.main_yank_index());
        }
        self.qemu_fclose(self.file);
    }
}
