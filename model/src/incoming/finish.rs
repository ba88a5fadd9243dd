//! The end of an incoming migration, whether it went well or not.

use sim_io::{
    Error, g_free, in_function, qatomic_read, qio_channel_close, qio_channel_unref,
    yank_unregister_function, yank_unregister_instance,
};

use super::{Incoming, state::IncomingFile};
use crate::{migration::MigrationStatus, rules, world::FlushAt};

impl Incoming {
    /// `process_incoming_migration_bh`: the guest starts.
    pub(crate) fn process_incoming_migration_bh(&self) {
        let _in = in_function("process_incoming_migration_bh");
        self.check_devices_loaded();
        self.check_pages_loaded();
        self.revision.load_cleanup.before_completed(self);
        self.set_incoming_state(MigrationStatus::Active, MigrationStatus::Completed);
        self.migration_incoming_state_destroy();
        self.check_errors_told();
        self.state.ended.set(true);
    }

    /// The end of `process_incoming_migration_co` where the load has failed.
    pub(super) fn load_failed(&self, error: Error) {
        self.set_incoming_state(MigrationStatus::Active, MigrationStatus::Failed);
        self.revision.incoming_failure.clean_up(self, error);
        match self.exits_on_error() {
            true => self.exit(),
            false => self.state.ended.set(true),
        }
    }

    /// `exit_on_error`: true if the process does not stay to be asked what went wrong.
    pub(crate) fn exits_on_error(&self) -> bool {
        self.revision.error_exit.exits(self.world.exit_on_error)
    }

    /// `migration_incoming_state_destroy`.
    pub(crate) fn migration_incoming_state_destroy(&self) {
        let _in = in_function("migration_incoming_state_destroy");
        self.revision.load_cleanup.with_the_rest(self);
        self.postcopy_incoming_cleanup();
        self.qemu_loadvm_state_cleanup();
        self.close_return_path();
        if self.multifd_use_packets() {
            yank_unregister_function(self.yank, self.main_connection());
        }
        self.close_from_src_file();
        self.migration_incoming_transport_cleanup();
        yank_unregister_instance(self.yank);
    }

    /// `migration_incoming_transport_cleanup`: the listener is disconnected. Of a file's
    /// channels none is still to come when the load has ended.
    fn migration_incoming_transport_cleanup(&self) {
        self.state.listener_closed.set(true);
    }

    /// `qemu_fclose` of the main channel.
    pub(crate) fn close_from_src_file(&self) {
        self.qemu_fclose(self.file);
        self.state.from_src_file.set(false);
    }

    /// `qemu_fclose`: closes the descriptor, whatever other file is on top of it.
    pub(super) fn qemu_fclose(&self, file: IncomingFile) {
        let ioc = self.ioc(self.main_connection());
        qio_channel_close(ioc);
        qio_channel_unref(ioc);
        g_free(file.memory);
    }

    /// S7: the guest goes on with the memory that it has. Where there is a FLUSH for each
    /// round, that is judged there, and a file's when it is read.
    fn check_pages_loaded(&self) {
        if self.world.flush != FlushAt::Round {
            self.check_pages(self.world.rounds.into());
        }
    }

    /// S22.
    fn check_errors_told(&self) {
        let errors = self.recv.errors.get();
        if errors > 0 && qatomic_read(self.state.state) == MigrationStatus::Completed {
            let detail =
                format!("the destination is COMPLETED, and {errors} of its channels had failed");
            sim_io::broken(rules::S22.name, self.state.memory.name(), &detail);
        }
    }
}
