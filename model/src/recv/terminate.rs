//! Telling the channels of the destination to exit.

use sim_io::{Error, in_function, qemu_sem_post, qio_channel_shutdown};

use super::RecvParams;
use crate::{events, incoming::Incoming};

impl Incoming {
    /// `multifd_recv_terminate_threads`: called on a failure, and at the end.
    pub(crate) fn multifd_recv_terminate_threads(&self, error: Option<Error>) {
        let _in = in_function("multifd_recv_terminate_threads");
        events::multifd_recv_terminate_threads(error.is_some());
        if !self.revision.recv_stop.begin(&self.recv) {
            return;
        }
        if let Some(error) = error {
            self.migrate_set_error(error);
            self.fail_if_ongoing();
        }
        self.recv.channels().for_each(|p| self.revision.recv_stop.terminate(self, &p));
    }

    /// `multifd_recv_shutdown`, until cde85c37ca called `multifd_load_shutdown`.
    pub(crate) fn multifd_recv_shutdown(&self) {
        let _in = in_function("multifd_recv_shutdown");
        self.multifd_recv_terminate_threads(None);
    }

    /// Wakes a channel that waits for the main loop: for the end of a sync, or
    /// for work.
    pub(crate) fn wake(&self, p: &RecvParams) {
        let sem = if self.multifd_use_packets() { p.sem_sync } else { p.sem };
        qemu_sem_post(sem);
    }

    /// Wakes a channel that reads.
    pub(crate) fn shut_down_channel(&self, p: &RecvParams) {
        if let Some(connection) = p.c.get().checked_sub(1) {
            qio_channel_shutdown(self.ioc(connection as u8));
        }
    }
}
