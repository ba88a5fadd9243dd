//! `exit`: the process of the destination is gone.

use sim_io::qemu_thread_join;

use super::Incoming;

impl Incoming {
    /// The kernel closes the sockets of the process and ends its threads.
    ///
    /// A thread of this machine cannot be stopped between two steps; those of the channels are let
    /// run to their ends instead. No thread can see that: what they would write to is closed first.
    pub(crate) fn exit(&self) {
        self.state.exited.set(true);
        (0..self.connections()).for_each(|connection| self.ioc(connection).closes_in_kernel());
        if self.recv.memory.is_alive() {
            for p in self.recv.channels() {
                self.wake(&p);
                if p.started.get() {
                    qemu_thread_join(p.thread);
                }
            }
        }
        self.postcopy_incoming_cleanup();
        if let Some(threads) = self.load_threads {
            threads.want_exit();
            threads.join();
        }
        self.heaps().filter(|heap| heap.is_alive()).for_each(sim_io::Heap::permanent);
        self.state.ended.set(true);
    }
}
