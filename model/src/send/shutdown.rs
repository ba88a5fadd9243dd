//! `multifd_send_shutdown`: stops every channel, joins its thread, frees everything.

use sim_io::{
    g_free, in_function, qemu_mutex_destroy, qemu_sem_destroy, qemu_thread_join, qio_channel_unref,
    yank_unregister_function,
};

use super::{Connection, SendParams};
use crate::{revision::Locking, source::Source};

impl Source {
    /// `multifd_send_shutdown`, until cde85c37ca called `multifd_save_cleanup`.
    pub(crate) fn multifd_send_shutdown(&self) {
        let _in = in_function("multifd_send_shutdown");
        if !self.migrate_multifd() {
            return;
        }
        self.end_sessions();
        self.multifd_send_terminate_threads(None);
        self.channels_now().for_each(|p| self.join_threads(&p));
        self.channels_now().for_each(|p| self.multifd_send_cleanup_channel(&p));
        self.multifd_send_cleanup_state();
    }

    /// Since 12808db3b8 the end of `multifd_send_terminate_threads`.
    pub(crate) fn join_threads(&self, p: &SendParams) {
        let _in = in_function("multifd_send_terminate_threads");
        if self.revision.tls_handle.is_joined(p) {
            qemu_thread_join(p.tls_thread);
        }
        if self.revision.join_flag.is_joined(p) {
            qemu_thread_join(p.thread);
        }
    }

    /// `multifd_send_cleanup_channel`.
    fn multifd_send_cleanup_channel(&self, p: &SendParams) {
        let _in = in_function("multifd_send_cleanup_channel");
        self.multifd_send_channel_destroy(p);
        match self.revision.locking {
            Locking::Short | Locking::OverIo => qemu_mutex_destroy(p.mutex),
            Locking::None => (),
        }
        qemu_sem_destroy(p.sem);
        qemu_sem_destroy(p.sem_sync);
        let data = self.send.page_set(p.pages.get());
        self.free_device_buffer(&data);
        g_free(data.memory);
        self.compressor().clean_up(self.send.compress_data.at(p.id));
    }

    /// `multifd_send_channel_destroy`, until c9a7e83c9d wrote out what it did.
    fn multifd_send_channel_destroy(&self, p: &SendParams) {
        let (entry, connection) = (self.revision.yank_entry, p.c.get());
        if entry.is_registered(p, connection) {
            yank_unregister_function(self.yank, p.id);
        }
        if connection == Connection::File {
            self.revision.file_close.closing(self, p);
            self.file_channel_closes(p);
        }
        if let Some(ioc) = self.ioc(p, connection) {
            qio_channel_unref(ioc);
        }
        let args = self.send.outgoing_args;
        self.revision.outgoing_address.channel_destroyed(args, entry, connection);
        p.c.set(Connection::Null);
    }

    /// `multifd_send_cleanup_state`.
    fn multifd_send_cleanup_state(&self) {
        let _in = in_function("multifd_send_cleanup_state");
        self.send.check_channels_ready();
        self.revision.outgoing_address.state_destroyed(self.send.outgoing_args);
        self.revision.device_state.clean_up(self);
        self.revision.creation.destroy(&self.send);
        qemu_sem_destroy(self.send.channels_ready);
        self.revision.send_mutex.destroy(&self.send);
        self.send.params.iter().for_each(|params| g_free(params.memory));
        self.revision.slot_owner.state_freed(&self.send);
        g_free(self.send.memory);
    }
}
