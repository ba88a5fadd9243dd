//! Channels that read a file: the main loop gives them work, and asks by none
//! whether they are done.

use sim_io::{
    Error, Plain, await_any, in_function, inner_loop, loop_head, memory, qatomic_read,
    qemu_sem_post, qemu_sem_wait,
};

use arrayvec::ArrayVec;

use super::RecvParams;
use crate::{
    events,
    incoming::Incoming,
    saved::{FILE_PAGE, PageBytes},
    wire::mapped_ram::Load,
    world::CHANNELS_MAX,
};

memory! {
    /// `MultiFDRecvData`: what a channel is to read.
    pub(crate) struct MultiFDRecvData {
        /// Its destination, a page of the guest's.
        pub opaque: Plain<u64>,
        /// Its length in bytes.
        pub size: Plain<u64>,
        /// Its place in the file.
        pub file_offset: Plain<u64>,
    }
}

impl Incoming {
    /// `multifd_use_packets`.
    pub(crate) fn multifd_use_packets(&self) -> bool {
        self.world.transport.has_packets()
    }

    /// `ram_load_multifd_pages` and `multifd_recv`: gives a piece of a block to
    /// a channel that is idle; whether there was one.
    pub(crate) fn multifd_recv(&self, load: Load) -> bool {
        let _in = in_function("multifd_recv");
        let recv = &self.recv;
        let slot = recv.slot(recv.data.get());
        slot.opaque.set(load.offset / FILE_PAGE);
        slot.file_offset.set(load.file_offset);
        slot.size.set(load.length);
        let Some(p) = self.find_idle_receiver() else { return false };
        recv.next_recv_channel.set(u64::from(p.id + 1) % u64::from(self.world.channels));
        self.revision.handoff.found_idle();
        let (ours, theirs) = (recv.data.get(), p.data.get());
        let empty = recv.slot(theirs).size.get() == 0;
        sim_io::c_assert(empty, "!p->data->size", sim_io::Name::indexed("recv_params", p.id));
        recv.data.set(theirs);
        p.data.set(ours);
        self.revision.handoff.publish(p.pending_job);
        qemu_sem_post(p.sem);
        true
    }

    fn find_idle_receiver(&self) -> Option<RecvParams> {
        let scan = inner_loop();
        loop {
            scan.head(&[]);
            let (first, len) = (self.recv.next_recv_channel.get() as u8, self.world.channels);
            for offset in 0..len {
                let p = self.recv.p((first + offset) % len);
                if self.revision.recv_stop.should_exit(&self.recv, &p) {
                    return None;
                }
                if qatomic_read(p.pending_job) == 0 {
                    return Some(p);
                }
            }
            // C scans on and on: one step here, until there is something to see.
            let mut words: ArrayVec<_, { CHANNELS_MAX as usize + 1 }> =
                self.recv.channels().map(|p| (p.pending_job, 0)).collect();
            words.push((self.recv.exiting.as_word(), 1));
            await_any(&words);
        }
    }

    /// Loop of `multifd_recv_thread` without packets.
    pub(super) fn recv_file_loop(&self, p: &RecvParams, connection: u8) -> Result<(), Error> {
        loop {
            loop_head("multifd_recv_thread", &[]);
            qemu_sem_wait(p.sem);
            if self.state.exited.get() || self.revision.recv_stop.should_exit(&self.recv, p) {
                return Ok(());
            }
            if !self.revision.handoff.take(p.pending_job) {
                qemu_sem_post(self.recv.sem_sync);
                continue;
            }
            let slot = self.recv.slot(p.data.get());
            if slot.size.get() > 0 {
                self.multifd_file_recv_data(p, &slot, connection)?;
            }
            slot.size.set(0);
            self.revision.handoff.clear(p.pending_job);
        }
    }

    /// `multifd_file_recv_data`.
    fn multifd_file_recv_data(
        &self,
        p: &RecvParams,
        slot: &MultiFDRecvData,
        connection: u8,
    ) -> Result<(), Error> {
        let _in = in_function("multifd_file_recv_data");
        let mut bytes = PageBytes::default();
        let read = self.saved().pread(self.ioc(connection), slot.file_offset.get(), &mut bytes)?;
        if read < bytes.len() {
            self.revision.file_read.was_short(self, p);
            return Err(Error::UnexpectedEof);
        }
        let page = self.pages.at(slot.opaque.get() as u8);
        page.version.set(u64::from_be_bytes(bytes));
        Ok(())
    }

    /// The first half of `multifd_recv_sync_main` without packets: it lets the
    /// channels run out of work.
    pub(super) fn ask_for_sync(&self) {
        for p in self.recv.channels() {
            events::multifd_recv_sync_main_signal(p.id);
            qemu_sem_post(p.sem);
        }
    }
}
