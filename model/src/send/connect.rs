//! A channel's way from a connected socket to a running thread.

use sim_io::{
    Error, QIOChannel, in_function, qemu_thread_create, qio_channel_unref, qio_task_free,
    qio_task_propagate_error, yank_register_function,
};

use super::{Connection, SendParams};
use crate::{events, revision::Callback, source::Source};

impl Source {
    /// `qio_task_complete` of the connect of a channel, on the main loop.
    pub(crate) fn connect_completed(&self, channel: u8) {
        let task = self.connect_task(channel);
        self.multifd_new_send_channel_async(channel, qio_task_propagate_error(task));
        qio_task_free(task, self.sioc(channel));
        self.migration.connects_ended.count();
    }

    /// `multifd_new_send_channel_async`.
    fn multifd_new_send_channel_async(&self, channel: u8, connected: Result<(), Error>) {
        let _in = in_function("multifd_new_send_channel_async");
        let p = self.send.p(channel);
        events::multifd_new_send_channel_async(p.id);
        sim_io::touch(p.memory);
        match self.revision.callback {
            Callback::Split => self.connected_split(&p, connected),
            Callback::Unified => self.connected_unified(&p, self.sioc(channel), connected),
        }
    }

    /// Before 2576ae488e: the socket first, and the TLS session by another callback.
    fn connected_split(&self, p: &SendParams, connected: Result<(), Error>) {
        let sioc = self.sioc(p.id);
        let started = connected.and_then(|()| {
            self.revision.join_flag.connecting(p);
            self.connect_or_upgrade(p, sioc)
        });
        if let Err(error) = started {
            self.revision.traces.creation.failed(p.id);
            self.creation_failed(p, error);
            qio_channel_unref(sioc);
        }
    }

    /// `multifd_channel_connect` before 2576ae488e: upgrades to TLS, or starts the thread.
    pub(super) fn connect_or_upgrade(&self, p: &SendParams, ioc: QIOChannel) -> Result<(), Error> {
        let _in = in_function("multifd_channel_connect");
        self.trace_set_outgoing(ioc);
        if self.requires_tls_upgrade(ioc) {
            return self.multifd_tls_channel_connect(p);
        }
        self.multifd_channel_connect(p, connection_of(ioc));
        Ok(())
    }

    /// Since 2576ae488e: called once for the socket and, over TLS, once more
    /// for the session.
    pub(super) fn connected_unified(
        &self,
        p: &SendParams,
        ioc: QIOChannel,
        connected: Result<(), Error>,
    ) {
        let started = connected.and_then(|()| {
            self.trace_set_outgoing(ioc);
            self.revision.join_flag.connecting(p);
            if self.requires_tls_upgrade(ioc) {
                return self.multifd_tls_channel_connect(p).map(|()| Started::Handshake);
            }
            self.multifd_channel_connect(p, connection_of(ioc));
            Ok(Started::Thread)
        });
        match started {
            Ok(Started::Handshake) => (),
            Ok(Started::Thread) => self.channel_created(),
            Err(error) => {
                self.send.settled.count();
                self.channel_created();
                self.creation_failed_unified(p, ioc, error);
            }
        }
    }

    /// The callback runs once more for the handshake, in the thread of it.
    pub(super) fn handshake_completed_unified(&self, channel: u8, result: Result<(), Error>) {
        let _in = in_function("multifd_new_send_channel_async");
        let p = self.send.p(channel);
        events::multifd_new_send_channel_async(p.id);
        self.connected_unified(&p, self.tioc(channel), result);
    }

    fn channel_created(&self) {
        self.revision.creation.channel_created(&self.send);
    }

    fn creation_failed_unified(&self, p: &SendParams, ioc: QIOChannel, error: Error) {
        self.revision.traces.creation.failed(p.id);
        self.multifd_send_set_error(error);
        if self.revision.creation.failure_kicks() {
            self.revision.kick.without_thread(&self.send, p);
        }
        self.revision.channel_pointer.creation_failed(p, ioc);
    }

    /// `multifd_channel_connect`, as far as all revisions have it: the thread starts.
    pub(super) fn multifd_channel_connect(&self, p: &SendParams, connection: Connection) {
        let _in = in_function("multifd_channel_connect");
        if connection.has_shutdown() {
            yank_register_function(self.yank, p.id);
            self.revision.yank_entry.registered(p);
        }
        p.c.set(connection);
        self.revision.join_flag.creating(p);
        let (source, id) = (*self, p.id);
        qemu_thread_create(p.thread, self.sender(id), move || source.multifd_send_thread(id));
        self.send.settled.count();
    }

    fn trace_set_outgoing(&self, ioc: QIOChannel) {
        events::multifd_set_outgoing_channel(if ioc.is_tls() { "tls" } else { "socket" });
    }
}

/// Work that a callback that went well has started.
enum Started {
    Handshake,
    Thread,
}

fn connection_of(ioc: QIOChannel) -> Connection {
    if ioc.is_tls() { Connection::Tls } else { Connection::Socket }
}
