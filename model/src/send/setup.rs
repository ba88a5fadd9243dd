//! `multifd_send_setup`: memory for everything, and the first steps of every channel.

use sim_io::{
    Error, g_new0, in_function, qatomic_set, qemu_bh_schedule, qemu_mutex_init, qemu_sem_init,
    qio_channel_new, qio_task_new, qio_task_run_in_thread,
};

use super::{Connection, SendParams};
use crate::{
    migration::MigrationStatus,
    revision::Locking,
    source::{Callback, Source},
    world::FaultKind,
};

impl Source {
    /// `multifd_send_setup`, until cde85c37ca called `multifd_save_setup`.
    pub(crate) fn multifd_send_setup(&self) -> bool {
        let _in = in_function("multifd_send_setup");
        self.allocate_send_state();
        let mut failed = false;
        for p in self.send.channels() {
            self.init_params(&p);
            if let Err(error) = self.multifd_new_send_channel_create(&p) {
                if !self.revision.file_failure.goes_on(self, error) {
                    return false;
                }
                failed = true;
            }
        }
        self.revision.creation.wait_for_all(&self.send);
        if failed {
            self.migrate_set_state(MigrationStatus::Setup, self.revision.failing.state());
            return false;
        }
        match self.send.channels().try_for_each(|p| self.send_setup(&p)) {
            Ok(()) => {
                self.revision.device_state.set_up(self);
                true
            }
            Err(error) => {
                self.migrate_set_error(error);
                self.migrate_set_state(MigrationStatus::Setup, self.revision.failing.state());
                false
            }
        }
    }

    /// `ops->send_setup`.
    fn send_setup(&self, p: &SendParams) -> Result<(), Error> {
        let fails = self.world.strikes(p.id, FaultKind::SendSetup);
        self.compressor().set_up(self.send.compress_data.at(p.id), fails)
    }

    /// Sets multifd up with every channel connected already.
    pub(crate) fn set_up_connected(&self) {
        self.allocate_send_state();
        for p in self.send.channels() {
            self.init_params(&p);
            qio_channel_new(self.sioc(p.id));
            self.revision.join_flag.connecting(&p);
            self.multifd_channel_connect(&p, Connection::Socket);
        }
        self.revision.device_state.set_up(self);
        self.multifd_ram_save_setup();
    }

    fn allocate_send_state(&self) {
        let send = &self.send;
        self.number_is_taken();
        g_new0(send.memory);
        self.revision.slot_owner.state_allocated(send);
        send.params.iter().for_each(|params| g_new0(params.memory));
        self.revision.send_mutex.init(send);
        self.revision.creation.init(send);
        qemu_sem_init(send.channels_ready, 0);
        qatomic_set(send.exiting, false);
    }

    fn init_params(&self, p: &SendParams) {
        match self.revision.locking {
            Locking::Short | Locking::OverIo => qemu_mutex_init(p.mutex),
            Locking::None => (),
        }
        qemu_sem_init(p.sem, 0);
        qemu_sem_init(p.sem_sync, 0);
        let own = u32::from(p.id);
        g_new0(self.send.page_set(own).memory);
        p.pages.set(own);
    }

    /// `multifd_new_send_channel_create`.
    fn multifd_new_send_channel_create(&self, p: &SendParams) -> Result<(), Error> {
        if !self.multifd_use_packets() {
            return self.file_send_channel_create(p);
        }
        self.socket_send_channel_create(p);
        Ok(())
    }

    /// `socket_send_channel_create`: a thread connects; the callback runs on
    /// the main loop.
    fn socket_send_channel_create(&self, p: &SendParams) {
        let (sioc, task) = (self.sioc(p.id), self.connect_task(p.id));
        qio_channel_new(sioc);
        self.send.outgoing_args.copy_address();
        qio_task_new(task, sioc);
        self.migration.connects_begun.count();
        let (source, id) = (*self, p.id);
        let sources = self.main_loop.sources;
        qio_task_run_in_thread(
            task,
            self.worker(id),
            sources,
            Callback::Connected(id),
            move || source.qio_channel_socket_connect_sync(id),
        );
    }

    /// The kernel connects, and the destination finds the connection in its backlog.
    fn qio_channel_socket_connect_sync(&self, channel: u8) -> Result<(), Error> {
        if self.world.strikes(channel, FaultKind::Refused) {
            return Err(Error::Refused);
        }
        if self.serial_destination() {
            qemu_bh_schedule(self.backlog.accepted, u64::from(channel));
        }
        self.arrives_at_listener(channel);
        Ok(())
    }
}
