//! The main loop of the destination.

use sim_io::{loop_head, next_callback, qemu_mutex_lock, qemu_mutex_unlock, qemu_poll};

use super::{Callback, Incoming};
use crate::migration::MigrationStatus;

impl Incoming {
    /// `main_loop_wait`, until the incoming migration has ended.
    pub(crate) fn main_loop_wait(&self) {
        let sources = self.main_loop.sources;
        loop {
            loop_head("main_loop_wait", &[]);
            if self.state.ended.get() && !self.awaits_quit() {
                break;
            }
            qemu_poll(sources);
            qemu_mutex_lock(self.main_loop.bql);
            match next_callback(sources) {
                Callback::Accepted(connection) => self.socket_accept_incoming_migration(connection),
                Callback::Finish => self.dispatch_finish(),
                Callback::Run => self.postcopy_handle_run_bh(),
                Callback::ListenEnded => self.postcopy_listen_thread_bh(),
                Callback::Quit => self.exit(),
                Callback::Shutdown => self.qemu_cleanup(),
            }
            qemu_mutex_unlock(self.main_loop.bql);
        }
    }

    /// Names the way it came out.
    pub(crate) fn outcome(&self) -> &'static str {
        match self.state.state.peek_unseen() {
            MigrationStatus::Setup => "exited in setup",
            state => state.name(),
        }
    }
}
