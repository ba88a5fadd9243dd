//! `multifd_recv_cleanup`: stops every channel, joins its thread, frees everything.

use sim_io::{
    in_function, qemu_mutex_destroy, qemu_sem_destroy, qio_channel_unref, yank_unregister_function,
};

use super::RecvParams;
use crate::incoming::Incoming;

impl Incoming {
    /// `multifd_recv_cleanup`, until cde85c37ca called `multifd_load_cleanup`.
    pub(crate) fn multifd_recv_cleanup(&self) {
        let _in = in_function("multifd_recv_cleanup");
        self.multifd_recv_terminate_threads(None);
        let join_flag = self.revision.join_flag;
        self.recv.channels().for_each(|p| join_flag.join_receiver(self, &p));
        self.recv.channels().for_each(|p| self.multifd_recv_cleanup_channel(&p));
        self.multifd_recv_cleanup_state();
    }

    /// `multifd_recv_cleanup_channel`.
    fn multifd_recv_cleanup_channel(&self, p: &RecvParams) {
        let _in = in_function("multifd_recv_cleanup_channel");
        if let Some(connection) = p.c.get().checked_sub(1) {
            if self.multifd_use_packets() {
                yank_unregister_function(self.yank, connection as u8);
            }
            qio_channel_unref(self.ioc(connection as u8));
        }
        p.c.set(0);
        qemu_mutex_destroy(p.mutex);
        qemu_sem_destroy(p.sem_sync);
        self.decompressor().clean_up(self.recv.compress_data.at(p.id));
        qemu_sem_destroy(p.sem);
        self.revision.recv_data.channel_cleaned_up(&self.recv, p);
    }

    fn multifd_recv_cleanup_state(&self) {
        let _in = in_function("multifd_recv_cleanup_state");
        qemu_sem_destroy(self.recv.sem_sync);
        self.recv.free();
    }
}
