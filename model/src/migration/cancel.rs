//! Commands of users against a migration that takes too long: `migrate_cancel`, and `qmp_yank`,
//! which calls back into this file for each channel.

use sim_io::{
    in_function, inner_loop, qatomic_read, qemu_mutex_lock, qemu_mutex_unlock, qio_channel_shutdown,
};

use super::MigrationStatus;
use crate::{
    source::Source,
    world::{CHANNELS_MAX, Transport},
};

impl Source {
    /// `qmp_migrate_cancel`.
    pub(crate) fn qmp_migrate_cancel(&self) {
        if !self.revision.postcopy_cancel.is_refused(self) {
            self.migrate_fd_cancel();
        }
    }

    /// `migrate_fd_cancel`, on the main loop with the big lock held. It shuts
    /// down the main channel, and no other.
    pub(super) fn migrate_fd_cancel(&self) {
        let _in = in_function("migrate_fd_cancel");
        self.revision.traces.migration.cancels();
        self.shut_return_path();
        let attempt = inner_loop();
        loop {
            attempt.head(&[]);
            let old = qatomic_read(self.migration.state);
            if !old.is_running() {
                break;
            }
            if old == MigrationStatus::PreSwitchover {
                self.end_pause();
            }
            self.migrate_set_state(old, MigrationStatus::Cancelling);
            if qatomic_read(self.migration.state) == MigrationStatus::Cancelling {
                break;
            }
        }
        if qatomic_read(self.migration.state) == MigrationStatus::Cancelling {
            qemu_mutex_lock(self.migration.qemu_file_lock);
            if self.migration.to_dst_file.get() {
                self.qemu_file_shutdown(self.file);
            }
            qemu_mutex_unlock(self.migration.qemu_file_lock);
        }
    }

    /// `migration_yank_iochannel`.
    pub(crate) fn migration_yank_iochannel(&self, index: u8) {
        let _in = in_function("migration_yank_iochannel");
        match self.world.transport {
            _ if index == self.main_yank_index() => self.shut_main_channel(),
            Transport::Socket => qio_channel_shutdown(self.sioc(index)),
            Transport::Tls => qio_channel_shutdown(self.tioc(index)),
            Transport::File => qio_channel_shutdown(self.file_channel(index)),
        }
    }

    /// The yank entry of the main channel; those of the channels are their ids.
    pub(crate) fn main_yank_index(&self) -> u8 {
        CHANNELS_MAX
    }
}
