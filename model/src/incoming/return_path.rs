//! The destination's end of the return path: opened because the source says
//! so, and closed with a last word.

use sim_io::{Error, broken, g_new0, in_function, object_ref, qio_channel_write};

use super::Incoming;
use crate::{migration::MigrationStatus, rules, wire::return_path::Shut};

impl Incoming {
    /// `loadvm_process_command` of `MIG_CMD_OPEN_RETURN_PATH`: another file on
    /// top of the main channel.
    pub(super) fn open_return_path(&self) {
        g_new0(self.return_path.memory);
        object_ref(self.ioc(self.main_connection()).object);
        self.state.to_src_file.set(true);
    }

    /// Does what `migration_incoming_state_destroy` does about it.
    pub(super) fn close_return_path(&self) {
        if !self.state.to_src_file.get() {
            return;
        }
        self.migrate_send_rp_shut();
        self.qemu_fclose(self.return_path);
        self.state.to_src_file.set(false);
    }

    /// `migrate_send_rp_shut`: an error of the main channel's file, and of nothing else. Its caller
    /// does not ask whether it could be sent.
    fn migrate_send_rp_shut(&self) {
        let _in = in_function("migrate_send_rp_shut");
        let shut = Shut { error: self.file.get_error().into() };
        self.check_told(shut);
        let ioc = self.ioc(self.main_connection());
        let _unasked: Result<(), Error> = qio_channel_write(ioc, &shut.encode());
    }

    /// TOLD.
    fn check_told(&self, shut: Shut) {
        if self.state.state.peek() == MigrationStatus::Failed && shut.error == 0 {
            let detail = "the destination is FAILED, and says that all is well";
            broken(rules::TOLD.name, self.state.memory.name(), detail);
        }
    }
}
