//! `multifd_recv_setup`: memory for everything, at the first connection.

use sim_io::{g_new0, in_function, qatomic_read, qatomic_set, qemu_mutex_init, qemu_sem_init};

use crate::incoming::Incoming;

impl Incoming {
    /// `multifd_recv_setup`, until cde85c37ca called `multifd_load_setup`.
    pub(crate) fn multifd_recv_setup(&self) {
        let _in = in_function("multifd_recv_setup");
        if self.recv.memory.is_alive() {
            return;
        }
        g_new0(self.recv.memory);
        qatomic_set(self.recv.count, 0);
        self.revision.recv_stop.init(&self.recv);
        qemu_sem_init(self.recv.sem_sync, 0);
        for p in self.recv.channels() {
            g_new0(p.memory);
            qemu_mutex_init(p.mutex);
            qemu_sem_init(p.sem_sync, 0);
        }
    }

    /// `multifd_recv_all_channels_created`.
    pub(crate) fn multifd_recv_all_channels_created(&self) -> bool {
        let all = u64::from(self.world.channels);
        self.recv.memory.is_alive() && qatomic_read(self.recv.count) == all
    }
}
