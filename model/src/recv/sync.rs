//! `multifd_recv_sync_main`: no channel goes on before all have come to the SYNC.

use sim_io::{
    broken_ghost, in_function, qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_post, qemu_sem_wait,
};

use super::RecvParams;
use crate::{events, incoming::Incoming, rules};

impl Incoming {
    /// `multifd_recv_sync_main`, on the main loop of the destination.
    pub(crate) fn multifd_recv_sync_main(&self) {
        let _in = in_function("multifd_recv_sync_main");
        if !self.multifd_use_packets() {
            self.ask_for_sync();
        }
        for p in self.recv.channels() {
            events::multifd_recv_sync_main_wait(p.id);
            qemu_sem_wait(self.recv.sem_sync);
        }
        if !self.multifd_use_packets() {
            return;
        }
        self.recv.syncs.count();
        self.check_round();
        self.recv.channels().for_each(|p| self.release(&p));
        events::multifd_recv_sync_main(self.recv.packet_num.get());
    }

    fn release(&self, p: &RecvParams) {
        qemu_mutex_lock(p.mutex);
        // C writes only what is higher; no other thread looks.
        self.recv.packet_num.set(self.recv.packet_num.get().max(p.packet_num.get()));
        qemu_mutex_unlock(p.mutex);
        events::multifd_recv_sync_main_signal(p.id);
        qemu_sem_post(p.sem_sync);
    }

    /// S7. The first sync is that of the setup, before the first round.
    fn check_round(&self) {
        let syncs = self.recv.syncs.get();
        self.check_pages((syncs - 1).min(self.last_round()));
    }

    /// S7: every page is that of this round.
    pub(crate) fn check_pages(&self, round: u64) {
        for (index, page) in self.pages.iter().enumerate().take(self.world.pages.into()) {
            let (version, round) = (page.version.get(), self.world.version(index as u8, round));
            if version != round {
                let detail = rules::wrong_page(index, version, round);
                broken_ghost(rules::S7.name, page.version, &detail);
            }
        }
    }
}
