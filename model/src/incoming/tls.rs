//! TLS sessions of the destination: it makes one of a connection before that is anything else.
//!
//! A channel that it has accepted blocks, so a handshake keeps its main loop until the client has
//! said its last word.

use sim_io::{Error, in_function, qio_channel_new, qio_channel_unref, qio_task_free, qio_task_new};

use super::Incoming;
use crate::{
    events,
    handshake::{self, Judgement},
    world::{FaultKind, Transport},
};

impl Incoming {
    /// `migrate_channel_requires_tls_upgrade`, of what was just accepted. The
    /// handshake of the main channel ended before the migration began.
    pub(super) fn requires_tls_upgrade(&self, connection: u8) -> bool {
        match self.world.transport {
            Transport::Socket | Transport::File => false,
            Transport::Tls => connection != self.main_connection(),
        }
    }

    /// `migration_tls_channel_process_incoming`, on the main loop.
    ///
    /// # Errors
    /// If there is no session. A handshake that fails is not reported.
    pub(super) fn migration_tls_channel_process_incoming(
        &self,
        connection: u8,
    ) -> Result<(), Error> {
        let _in = in_function("migration_tls_channel_process_incoming");
        if self.world.strikes(connection, FaultKind::TlsServer) {
            return Err(Error::TlsServer);
        }
        let (tioc, task) = (self.ioc(connection), self.handshake_task(connection));
        qio_channel_new(tioc);
        events::migration_tls_incoming_handshake_start();
        qio_task_new(task, tioc);
        let judgement = match self.world.strikes(connection, FaultKind::HandshakeRejected) {
            true => Judgement::Rejects,
            false => Judgement::Accepts,
        };
        self.migration_tls_incoming_handshake(connection, handshake::server(tioc, judgement));
        if !self.state.exited.get() {
            qio_task_free(task, tioc);
        }
        Ok(())
    }

    /// `migration_tls_incoming_handshake`.
    fn migration_tls_incoming_handshake(&self, connection: u8, result: Result<(), Error>) {
        let _in = in_function("migration_tls_incoming_handshake");
        match result {
            Ok(()) => {
                events::migration_tls_incoming_handshake_complete();
                self.migration_channel_process_incoming(connection);
            }
            Err(_) => events::migration_tls_incoming_handshake_error(),
        }
        if !self.state.exited.get() {
            qio_channel_unref(self.ioc(connection));
        }
    }
}
