//! `exit`: the process of the source is gone.

use sim_io::{qatomic_set, qemu_sem_post, qemu_thread_join};

use crate::source::Source;

impl Source {
    /// The kernel closes the sockets of the process and ends its threads. As on the
    /// destination, these are let run to their ends: what they would write to is
    /// closed first. Every channel has its thread by then.
    pub(crate) fn exit(&self) {
        (0..self.world.channels).for_each(|channel| self.sioc(channel).closes_in_kernel());
        self.main_ioc().closes_in_kernel();
        qatomic_set(self.send.exiting, true);
        for p in self.send.channels() {
            qemu_sem_post(p.sem);
            self.join_threads(&p);
        }
        qemu_thread_join(self.migration.thread);
        self.heaps().filter(|heap| heap.is_alive()).for_each(sim_io::Heap::permanent);
        self.migration.cleaned_up.set(true);
        self.tell_management();
    }
}
