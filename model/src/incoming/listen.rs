//! The thread of a postcopy that listens to the main channel while the guest runs.

use sim_io::{
    Error, c_assert, in_function, qatomic_load_acquire, qatomic_read, qatomic_xchg,
    qemu_bh_schedule, qemu_sem_post, qemu_sem_wait, qemu_thread_join, qio_channel_shutdown,
    yank_unregister_function,
};

use super::{Callback, Incoming, postcopy::Phase};
use crate::migration::MigrationStatus;

/// Ways in which the thread that listens comes to the end of the stream.
enum Listened {
    /// Well.
    Whole,
    /// It waits for a recovery.
    Paused,
    /// Without hope.
    Lost,
}

impl Incoming {
    /// `postcopy_listen_thread`, until 67474ebacc `postcopy_ram_listen_thread`.
    pub(super) fn postcopy_listen_thread(&self) {
        let _in = in_function("postcopy_listen_thread");
        let state = self.listening().state;
        let loading = self.revision.postcopy_device.loading();
        self.set_incoming_state(MigrationStatus::Active, loading);
        qemu_sem_post(state.thread_sync);
        let has_failed = match self.listen() {
            Listened::Paused => return,
            Listened::Lost => {
                self.listening_failed();
                true
            }
            Listened::Whole => {
                qemu_sem_wait(state.main_thread_load);
                self.check_arrived(|_| false);
                let (active, completed) =
                    (MigrationStatus::PostcopyActive, MigrationStatus::Completed);
                self.set_incoming_state(active, completed);
                false
            }
        };
        qatomic_xchg(state.phase, Phase::End);
        self.revision.listen_end.thread_ends(self, has_failed);
    }

    /// `qemu_loadvm_state_main`, and what follows if it fails.
    fn listen(&self) -> Listened {
        if self.qemu_loadvm_state_main().is_ok() {
            return Listened::Whole;
        }
        if qatomic_load_acquire(self.listening().state.phase) == Phase::Running {
            self.postcopy_pause_incoming();
            return Listened::Paused;
        }
        Listened::Lost
    }

    /// The stream ends, and the guest cannot run yet.
    fn listening_failed(&self) {
        let from = match self.revision.postcopy_device.pings() {
            false => MigrationStatus::PostcopyActive,
            true => {
                self.migrate_set_error(Error::Broken);
                qatomic_read(self.state.state)
            }
        };
        self.set_incoming_state(from, MigrationStatus::Failed);
    }

    /// `postcopy_pause_incoming`: as on the source, a recovery is not played.
    fn postcopy_pause_incoming(&self) {
        let _in = in_function("postcopy_pause_incoming");
        yank_unregister_function(self.yank, self.main_connection());
        qio_channel_shutdown(self.ioc(self.main_connection()));
        self.close_from_src_file();
        c_assert(self.state.to_src_file.get(), "mis->to_src_file", self.state.memory.name());
        self.qemu_fclose(self.return_path);
        self.state.to_src_file.set(false);
        let current = qatomic_read(self.state.state);
        self.set_incoming_state(current, MigrationStatus::PostcopyPaused);
        qemu_bh_schedule(self.main_loop.sources, Callback::Quit);
    }

    /// `postcopy_incoming_cleanup`.
    pub(super) fn postcopy_incoming_cleanup(&self) {
        let Some(listening) = self.postcopy else { return };
        if self.revision.listen_end.joins() && listening.state.have_listen_thread.get() {
            qemu_thread_join(listening.state.listen_thread);
            listening.state.have_listen_thread.set(false);
        }
    }

    /// `postcopy_listen_thread_bh`, and before 468a7effde what the main loop sees of
    /// the thread's end.
    pub(super) fn postcopy_listen_thread_bh(&self) {
        let _in = in_function("postcopy_listen_thread_bh");
        if self.revision.listen_end.joins() {
            self.migration_incoming_state_destroy();
        }
        let has_failed = qatomic_read(self.state.state) == MigrationStatus::Failed;
        if has_failed && self.exits_on_error() {
            self.exit();
            return;
        }
        if self.guest_runs() {
            // What it lacks now never comes.
            self.check_arrived(|_| false);
        }
        self.state.ended.set(true);
    }
}
