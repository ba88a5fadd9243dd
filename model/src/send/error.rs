//! Failure of a channel, and telling every channel to exit.

use sim_io::{
    Error, in_function, qatomic_set, qatomic_xchg, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_sem_post,
};

use super::{MULTIFD_FLAG_SYNC, SendParams, SendState};
use crate::{
    events,
    revision::{ExitFlag, ExitKick, Failure, SenderKick},
    source::Source,
};

impl SendState {
    /// `multifd_send_kick_main`: wakes the migration thread from either
    /// semaphore that it may wait on.
    pub(crate) fn multifd_send_kick_main(&self, p: &SendParams) {
        qemu_sem_post(p.sem_sync);
        self.post_ready();
    }

    /// Kicks the migration thread for a channel that leaves, for whatever reason.
    pub(crate) fn kick_at_exit(&self, p: &SendParams) {
        self.exit_kicks.count();
        qemu_sem_post(p.sem_sync);
        qemu_sem_post(self.channels_ready);
    }

    /// A token that stands for a failure, not for a turn of a channel's loop.
    pub(crate) fn post_ready(&self) {
        self.interrupted.set(true);
        qemu_sem_post(self.channels_ready);
    }
}

impl Source {
    /// A channel could not be connected, and has no thread.
    pub(super) fn creation_failed(&self, p: &SendParams, error: Error) {
        self.send.settled.count();
        match (self.revision.exit_flag, self.revision.failure) {
            (ExitFlag::PerChannel, _) => {
                self.migrate_set_error(error);
                self.revision.kick.without_thread(&self.send, p);
                p.quit.set(true);
            }
            (ExitFlag::Global, failure) => {
                self.fail(failure, error);
                self.revision.kick.without_thread(&self.send, p);
            }
        }
    }

    /// A handshake failed, before 2576ae488e: the same, in another order.
    pub(super) fn handshake_failed(&self, p: &SendParams, error: Error) {
        self.send.settled.count();
        match (self.revision.exit_flag, self.revision.failure) {
            (ExitFlag::PerChannel, _) => {
                self.revision.tls_error.handshake_failed(self, error);
                p.quit.set(true);
                self.revision.kick.without_thread(&self.send, p);
            }
            (ExitFlag::Global, failure) => {
                self.fail(failure, error);
                self.revision.kick.without_thread(&self.send, p);
            }
        }
    }

    /// The thread of a channel failed.
    pub(super) fn thread_failed(&self, p: &SendParams, error: Error) {
        let asked = p.failed_flags.get() & u64::from(MULTIFD_FLAG_SYNC) != 0;
        events::multifd_send_error(p.id);
        self.send.errors.count();
        self.fail(self.revision.failure, error);
        match (self.revision.exit_kick, self.revision.sender_kick) {
            // It kicks when it leaves.
            (ExitKick::MigrationThread, _) => self.send.interrupted.set(true),
            (ExitKick::Nobody, SenderKick::Both) => self.send.multifd_send_kick_main(p),
            (ExitKick::Nobody, SenderKick::SyncIfAsked) if asked => {
                self.send.multifd_send_kick_main(p);
            }
            (ExitKick::Nobody, SenderKick::SyncIfAsked) => self.send.post_ready(),
        }
    }

    fn fail(&self, failure: Failure, error: Error) {
        match failure {
            Failure::TerminatesAll => self.multifd_send_terminate_threads(Some(error)),
            Failure::SetsError => self.multifd_send_set_error(error),
        }
    }

    /// `multifd_send_set_error`: remembers the first error. Wakes no thread.
    pub(super) fn multifd_send_set_error(&self, error: Error) {
        let _in = in_function("multifd_send_set_error");
        if qatomic_xchg(self.send.exiting, true) {
            return;
        }
        self.migration.root_cause.set(true);
        self.migrate_set_error(error);
        self.fail_if_ongoing();
    }

    /// `multifd_send_terminate_threads`. Until 3ab4441d97 the first to fail
    /// called it as well.
    pub(super) fn multifd_send_terminate_threads(&self, error: Option<Error>) {
        let _in = in_function("multifd_send_terminate_threads");
        let goes_on = match (self.revision.exit_flag, self.revision.failure) {
            (ExitFlag::PerChannel, _) => {
                self.report_termination(error);
                !qatomic_xchg(self.send.exiting, true)
            }
            (ExitFlag::Global, Failure::TerminatesAll) => {
                let first = !qatomic_xchg(self.send.exiting, true);
                if first {
                    self.report_termination(error);
                }
                first
            }
            (ExitFlag::Global, Failure::SetsError) => {
                events::multifd_send_terminate_threads(None);
                qatomic_set(self.send.exiting, true);
                true
            }
        };
        if goes_on {
            self.channels_now().for_each(|p| self.terminate(&p));
        }
    }

    fn report_termination(&self, error: Option<Error>) {
        events::multifd_send_terminate_threads(Some(error.is_some()));
        if let Some(error) = error {
            self.migration.root_cause.set(true);
            self.migrate_set_error(error);
            self.fail_if_ongoing();
        }
    }

    /// Wakes a channel that waits for work, and ends its write if it is stuck in its socket.
    fn terminate(&self, p: &SendParams) {
        let guarded = match self.revision.exit_flag {
            ExitFlag::PerChannel => {
                qemu_mutex_lock(p.mutex);
                p.quit.set(true);
                true
            }
            ExitFlag::Global => false,
        };
        qemu_sem_post(p.sem);
        self.revision.sender_stop.ends_write(self, p);
        if guarded {
            qemu_mutex_unlock(p.mutex);
        }
    }
}
