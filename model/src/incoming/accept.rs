//! Accepting a connection on the destination: which channel is it?

use sim_io::{
    Error, in_function, qio_channel_new, qio_channel_read_peek, qio_channel_unref,
    yank_register_function,
};

use super::Incoming;
use crate::{wire::stream, world::Transport};

impl Incoming {
    /// `socket_accept_incoming_migration`, and `file_accept_incoming_migration`, on the
    /// main loop with the big lock held.
    pub(crate) fn socket_accept_incoming_migration(&self, connection: u8) {
        let _in = in_function("socket_accept_incoming_migration");
        let sioc = self.sioc(connection);
        if self.state.listener_closed.get() {
            // The kernel has reset what was in the backlog, and refuses what comes later.
            sioc.closes_in_kernel();
            return;
        }
        qio_channel_new(sioc);
        if !self.migration_has_all_channels() {
            self.accepted(connection);
        }
        // The listener lets go of what it has accepted.
        if !self.state.exited.get() {
            qio_channel_unref(sioc);
        }
    }

    /// `migration_has_all_channels`.
    fn migration_has_all_channels(&self) -> bool {
        self.state.from_src_file.get() && self.multifd_recv_all_channels_created()
    }

    /// `migration_channel_process_incoming`, the first time.
    fn accepted(&self, connection: u8) {
        if !self.requires_tls_upgrade(connection) {
            self.migration_channel_process_incoming(connection);
        } else if self.migration_tls_channel_process_incoming(connection).is_err() {
            self.revision.accept_error.reported(self);
        }
    }

    /// `migration_channel_process_incoming`, of what needs no TLS session or has one.
    pub(super) fn migration_channel_process_incoming(&self, connection: u8) {
        let _in = in_function("migration_channel_process_incoming");
        if self.multifd_use_packets() {
            yank_register_function(self.yank, connection);
        }
        if self.migration_ioc_process_incoming(connection).is_err() {
            self.revision.accept_error.reported(self);
        }
    }

    /// `migration_ioc_process_incoming`.
    fn migration_ioc_process_incoming(&self, connection: u8) -> Result<(), Error> {
        let _in = in_function("migration_ioc_process_incoming");
        let is_main = self.is_main(connection)?;
        self.multifd_recv_setup().map_err(|error| self.revision.recv_setup_error.handle(error))?;
        if is_main {
            self.migration_incoming_setup(connection);
        } else {
            self.multifd_recv_new_channel(connection)?;
        }
        if self.migration_has_all_channels() {
            self.process_incoming_migration_co();
        }
        Ok(())
    }

    /// Returns true if a connection is the main channel. One that cannot be peeked at is the first.
    fn is_main(&self, connection: u8) -> Result<bool, Error> {
        match self.world.transport {
            Transport::Tls | Transport::File => Ok(!self.state.from_src_file.get()),
            Transport::Socket => {
                let mut magic = [0; 4];
                qio_channel_read_peek(self.ioc(connection), &mut magic)?;
                self.revision.channel_mapping.is_main(stream::classify(magic))
            }
        }
    }

    /// `migration_incoming_setup`: the file takes a reference of the main channel.
    fn migration_incoming_setup(&self, connection: u8) {
        sim_io::g_new0(self.file.memory);
        sim_io::object_ref(self.ioc(connection).object);
        self.state.from_src_file.set(true);
    }
}
