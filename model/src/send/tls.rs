//! TLS: a session on top of the socket, and its handshake.

use sim_io::{
    Error, in_function, qemu_sem_post, qemu_sem_wait, qemu_thread_create, qio_channel_is_shut,
    qio_channel_new, qio_channel_stall, qio_channel_unref, qio_task_free, qio_task_new, touch,
};

use super::SendParams;
use crate::{
    events,
    handshake::{self, Judgement},
    revision::{Callback, Handshake, HandshakeFailure},
    rules,
    source::Source,
    world::FaultKind,
};

impl Source {
    /// `multifd_tls_channel_connect`: creates the session, which takes over
    /// the socket, and begins its handshake.
    pub(super) fn multifd_tls_channel_connect(&self, p: &SendParams) -> Result<(), Error> {
        let _in = in_function("multifd_tls_channel_connect");
        if self.world.strikes(p.id, FaultKind::TlsClient) {
            return Err(Error::TlsClient);
        }
        qio_channel_new(self.tioc(p.id));
        qio_channel_unref(self.sioc(p.id));
        events::multifd_tls_outgoing_handshake_start(p.id);
        let (source, id) = (*self, p.id);
        match self.revision.handshake {
            Handshake::InMainLoop => self.qio_channel_tls_handshake(id),
            Handshake::OwnThread => {
                self.revision.channel_pointer.session_created(p);
                self.revision.tls_handle.creating(p);
                let handle = self.revision.tls_handle.of(p);
                qemu_thread_create(handle, self.handshake_worker(id), move || {
                    source.multifd_tls_handshake_thread(id);
                });
            }
        }
        Ok(())
    }

    /// `multifd_tls_handshake_thread`.
    fn multifd_tls_handshake_thread(&self, channel: u8) {
        let _in = in_function("multifd_tls_handshake_thread");
        touch(self.send.p(channel).memory);
        self.qio_channel_tls_handshake(channel);
    }

    /// `qio_channel_tls_handshake`: the socket blocks, so the handshake and the
    /// callback run where this is called.
    fn qio_channel_tls_handshake(&self, channel: u8) {
        let (tioc, task) = (self.tioc(channel), self.handshake_task(channel));
        qio_task_new(task, tioc);
        let result = self.tls_handshake(channel);
        match self.revision.callback {
            Callback::Split => self.multifd_tls_outgoing_handshake(channel, result),
            Callback::Unified => self.handshake_completed_unified(channel, result),
        }
        qio_task_free(task, tioc);
    }

    /// Runs the handshake of the client with the server.
    fn tls_handshake(&self, channel: u8) -> Result<(), Error> {
        let _in = in_function("qio_channel_tls_handshake_task");
        if self.link.is_some() {
            return self.tls_handshake_with_server(channel);
        }
        if self.serial_destination() {
            let handshake = self.handshaking.at(channel);
            qemu_sem_post(handshake.hello);
            qemu_sem_wait(handshake.answer);
        }
        if qio_channel_is_shut(self.tioc(channel)) {
            return Err(Error::Handshake);
        }
        if self.world.strikes(channel, FaultKind::HandshakeStalls) {
            qio_channel_stall(self.tioc(channel));
            return Err(Error::Handshake);
        }
        match self.world.strikes(channel, FaultKind::Handshake) {
            true => Err(Error::Handshake),
            false => Ok(()),
        }
    }

    /// Runs the handshake with a server that is played.
    fn tls_handshake_with_server(&self, channel: u8) -> Result<(), Error> {
        if self.world.strikes(channel, FaultKind::HandshakeStalls) {
            qio_channel_stall(self.tioc(channel));
            return Err(Error::Handshake);
        }
        let judgement = match self.world.strikes(channel, FaultKind::Handshake) {
            true => Judgement::Rejects,
            false => Judgement::Accepts,
        };
        handshake::client(self.tioc(channel), judgement)
    }

    /// `multifd_tls_outgoing_handshake`, until 2576ae488e.
    fn multifd_tls_outgoing_handshake(&self, channel: u8, result: Result<(), Error>) {
        let _in = in_function("multifd_tls_outgoing_handshake");
        let p = self.send.p(channel);
        let connected = result.and_then(|()| {
            events::multifd_tls_outgoing_handshake_complete(p.id);
            self.connect_or_upgrade(&p, self.tioc(channel))
        });
        match self.revision.handshake_failure {
            HandshakeFailure::Ignored => {
                if connected.is_err() {
                    self.broke(&p, rules::L3, "the handshake's failure is told to nobody".into());
                    events::multifd_tls_outgoing_handshake_error(p.id);
                }
            }
            HandshakeFailure::Handled => self.handshake_ended(&p, connected),
        }
    }

    /// Handles its end as fca676429c did. It believes what the connect returns.
    fn handshake_ended(&self, p: &SendParams, connected: Result<(), Error>) {
        let believed = match connected {
            Ok(()) => self.revision.connect_result.handshake_sees_success(),
            Err(_) => !self.revision.connect_result.handshake_sees_success(),
        };
        // An error of the handshake itself never reached the connect.
        let failed_before = connected == Err(Error::Handshake);
        if believed && !failed_before {
            return;
        }
        if connected.is_ok() {
            let detail = "a connect that started a thread is taken for a failure".into();
            self.broke(p, rules::CONNECT_RESULT, detail);
        }
        events::multifd_tls_outgoing_handshake_error(p.id);
        let error = connected.err().unwrap_or(Error::Handshake);
        self.handshake_failed(p, error);
    }
}
