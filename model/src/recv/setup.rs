//! `multifd_recv_setup`: memory for everything, at the first connection.

use sim_io::{
    Error, g_new0, in_function, qatomic_read, qatomic_set, qemu_mutex_init, qemu_sem_init,
};

use crate::{incoming::Incoming, world::FaultKind};

impl Incoming {
    /// `multifd_recv_setup`, until cde85c37ca called `multifd_load_setup`.
    ///
    /// # Errors
    /// Of the first channel that cannot be set up. What is there stays, and
    /// another call takes it for complete.
    pub(crate) fn multifd_recv_setup(&self) -> Result<(), Error> {
        let _in = in_function("multifd_recv_setup");
        if self.recv.memory.is_alive() {
            return Ok(());
        }
        g_new0(self.recv.memory);
        qatomic_set(self.recv.count, 0);
        self.revision.recv_stop.init(&self.recv);
        qemu_sem_init(self.recv.sem_sync, 0);
        for p in self.recv.channels() {
            g_new0(p.memory);
            qemu_mutex_init(p.mutex);
            qemu_sem_init(p.sem_sync, 0);
            qemu_sem_init(p.sem, 0);
        }
        self.recv.set_up_slots();
        self.recv.channels().try_for_each(|p| {
            let fails = self.world.strikes(p.id, FaultKind::RecvSetup);
            self.decompressor().set_up(self.recv.compress_data.at(p.id), fails)
        })
    }

    /// `multifd_recv_all_channels_created`.
    pub(crate) fn multifd_recv_all_channels_created(&self) -> bool {
        let all = u64::from(self.world.channels);
        self.recv.memory.is_alive() && qatomic_read(self.recv.count) == all
    }
}
