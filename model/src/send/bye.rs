//! The end of a TLS session: a last message, so that the other side can tell it from a cut.

use sim_io::{Plain, g_new0, in_function, memory, qatomic_read, qio_channel_shutdown};

use super::{Connection, SendParams};
use crate::{revision::TlsEnd, source::Source};

memory! {
    /// Memory of a TLS session from one message to the next. The library locks nothing: one thread
    /// may write at a time.
    pub(crate) struct TlsSession {
        /// The number of messages that were written.
        pub written: Plain<u64>,
    }
}

memory! {
    /// The error of a session that could not be ended.
    pub(crate) struct ByeError {}
}

impl Source {
    /// Ends TLS sessions, as `multifd_send_shutdown` begins, from 48796f6b44 to 82f038d596.
    pub(super) fn end_sessions(&self) {
        match self.revision.tls_end {
            TlsEnd::Never | TlsEnd::OnSuccess => (),
            TlsEnd::Always => {
                for p in self.channels_now().filter(|p| self.has_session(p)) {
                    if self.migration_tls_channel_end(&p).is_err() && !self.migration_has_failed() {
                        break;
                    }
                }
            }
        }
    }

    /// A thread of a channel that had a handshake: it went well.
    fn has_session(&self, p: &SendParams) -> bool {
        self.revision.tls_handle.is_joined(p) && self.revision.join_flag.is_joined(p)
    }

    /// `migration_ioc_shutdown_gracefully`, until 82f038d596 `qio_channel_shutdown`.
    pub(crate) fn migration_ioc_shutdown_gracefully(&self, p: &SendParams, c: Connection) {
        let Some(ioc) = self.ioc(p, c) else { return };
        match self.revision.tls_end {
            TlsEnd::Never | TlsEnd::Always => (),
            TlsEnd::OnSuccess => {
                if !self.migration_has_failed() && c == Connection::Tls {
                    // Reported as a warning, and no more.
                    let _warned: Result<(), sim_io::Error> = self.migration_tls_channel_end(p);
                }
            }
        }
        qio_channel_shutdown(ioc);
    }

    /// `migration_tls_channel_end`: writes the message, and waits until the socket takes it.
    fn migration_tls_channel_end(&self, p: &SendParams) -> Result<(), sim_io::Error> {
        let _in = in_function("qio_channel_tls_bye");
        self.session_writes(p);
        self.write_bye(self.tioc(p.id)).inspect_err(|_| {
            let error = self.send.bye_errors.at(p.id);
            g_new0(error.memory);
            self.revision.bye_error_free.reported(self.revision.tls_end, error);
        })
    }

    /// Something is about to be written to the session of a channel.
    pub(super) fn session_writes(&self, p: &SendParams) {
        let session = self.send.sessions.at(p.id);
        session.written.set(session.written.get() + 1);
    }

    /// `migration_has_failed`.
    fn migration_has_failed(&self) -> bool {
        self.revision.failed_states.has(qatomic_read(self.migration.state))
    }
}
