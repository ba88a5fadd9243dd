//! `multifd_send_thread`: waits for work, writes it, says that it can take more.

use sim_io::{
    Error, Name, c_assert, in_function, loop_head, qatomic_read, qatomic_set, qemu_sem_post,
    qemu_sem_wait, touch,
};

use super::{Connection, MULTIFD_FLAG_SYNC, Pages, Payload, SendParams, packet::Packet};
use crate::{
    events,
    message::Sent,
    revision::{EmptyJob, Locking, SenderKick, SyncJob, Wakeups},
    rules,
    source::Source,
    world::FaultKind,
};

impl Source {
    /// `multifd_send_thread`.
    pub(crate) fn multifd_send_thread(&self, channel: u8) {
        let _in = in_function("multifd_send_thread");
        let p = self.send.p(channel);
        events::multifd_send_thread_start(p.id);
        if let Err(error) = self.send_loop(&p) {
            self.thread_failed(&p, error);
        }
        self.revision.exit_kick.leaves(&self.send, &p);
        self.revision.join_flag.exiting(&p, self.revision.locking);
        // The last trace event reads p->packets_sent.
        touch(p.memory);
        events::multifd_send_thread_end(p.id);
    }

    /// From the initial packet to `out:`.
    fn send_loop(&self, p: &SendParams) -> Result<(), Error> {
        if self.multifd_use_packets()
            && let Err(error) = self.write(p, || self.initial_packet(p).into())
        {
            return self.initial_packet_failed(error);
        }
        loop {
            loop_head("multifd_send_thread", &[]);
            self.revision.ready_token.at_loop_top(&self.send);
            qemu_sem_wait(p.sem);
            if self.multifd_send_should_exit() {
                return Ok(());
            }
            self.revision.locking.lock(p);
            if self.job_is_pending(p) {
                self.send_job(p)?;
            } else {
                self.send_sync(p)?;
            }
        }
    }

    fn initial_packet_failed(&self, error: Error) -> Result<(), Error> {
        match self.revision.sender_kick {
            SenderKick::SyncIfAsked => Ok(()),
            SenderKick::Both => Err(error),
        }
    }

    fn job_is_pending(&self, p: &SendParams) -> bool {
        match self.revision.locking {
            Locking::Short | Locking::OverIo => qatomic_read(p.pending_job) != 0,
            Locking::None => self.revision.handoff.take(p.pending_job),
        }
    }

    /// There is a job: pages to send, or before f5f48a7891 a sync.
    fn send_job(&self, p: &SendParams) -> Result<(), Error> {
        let locking = self.revision.locking;
        let pages = self.send.page_set(p.pages.get());
        if pages.payload.get() == Payload::DeviceState {
            return self.send_device_state(p, &pages);
        }
        let num = self.revision.slot_owner.len(&pages);
        match self.revision.empty_job {
            EmptyJob::Sent => (),
            EmptyJob::Asserted => self.assert_pages(p, num),
        }
        if num > 0 {
            self.send_prepare(p).inspect_err(|_| locking.unlock(p))?;
        }
        let filled = self.fill_or_place(p, &pages, num);
        self.revision.pages_reset.filled(self.revision.slot_owner, &pages);
        locking.before_write(p);
        if let Some((number, packet)) = filled {
            self.trace_send(p, number, packet, Some(&pages));
        }
        self.write_header(p, filled)
            .inspect_err(|_| self.revision.header_failure.failed(locking, p))?;
        self.check_pages_owned(p, &pages, num);
        let written = match filled {
            Some((number, packet)) => self.write_job(p, number, packet, &pages),
            None => self.file_write_ramblock_iov(p, &pages, num).map(|()| num),
        };
        let written = written.inspect_err(|_| locking.write_failed(p))?;
        self.send.pages_written.add(written);
        self.revision.pages_reset.written(self.revision.slot_owner, &pages);
        locking.after_write(p);
        self.finish_job(p);
        locking.unlock(p);
        if filled.is_some_and(|(_, packet)| packet.is_sync()) {
            self.sync_done(p);
        }
        self.revision.ready_token.after_work(&self.send);
        Ok(())
    }

    /// The header goes first, and by a copy, where pages go without one.
    fn write_header(&self, p: &SendParams, filled: Option<(u64, Packet)>) -> Result<(), Error> {
        match filled.filter(|_| self.zero_copy.is_some()) {
            Some((number, packet)) => self.write(p, || self.packet(packet, number, None)),
            None => Ok(()),
        }
    }

    /// Writes a packet and its pages; how many pages there were.
    fn write_job(
        &self,
        p: &SendParams,
        number: u64,
        packet: Packet,
        pages: &Pages,
    ) -> Result<u64, Error> {
        if self.comes_to_nothing(packet, pages) {
            return Ok(0);
        }
        if self.zero_copy.is_some() {
            let any = self.sends_pages(packet, pages);
            let written = if any { self.write_zero_copy(p, None) } else { Ok(()) };
            return written.map(|()| packet.pages);
        }
        self.write(p, || self.packet(packet, number, Some(pages))).map(|()| packet.pages)
    }

    /// `ops->send_prepare`.
    fn send_prepare(&self, p: &SendParams) -> Result<(), Error> {
        self.compressor().work(self.send.compress_data.at(p.id));
        match self.world.strikes(p.id, FaultKind::SendPrepare) {
            true => Err(Error::Broken),
            false => Ok(()),
        }
    }

    /// The packet and its number, where there are packets.
    fn fill_or_place(&self, p: &SendParams, pages: &Pages, num: u64) -> Option<(u64, Packet)> {
        if self.multifd_use_packets() {
            return Some(self.fill_job(p, num));
        }
        self.multifd_set_file_bitmap(pages, num);
        None
    }

    fn fill_job(&self, p: &SendParams, pages: u64) -> (u64, Packet) {
        self.revision.flags_reset.job_begins(p);
        let packet = Packet { pages, flags: p.flags.get() };
        let number = self.multifd_send_fill_packet(p, packet);
        match self.revision.sync_job {
            SyncJob::Merged => p.flags.set(0),
            SyncJob::OwnFlag => (),
        }
        (number, packet)
    }

    pub(super) fn finish_job(&self, p: &SendParams) {
        match (self.revision.locking, self.revision.sync_job) {
            (Locking::None, _) => self.revision.handoff.clear(p.pending_job),
            (_, SyncJob::Merged) => qatomic_set(p.pending_job, qatomic_read(p.pending_job) - 1),
            (_, SyncJob::OwnFlag) => qatomic_set(p.pending_job, 0),
        }
    }

    /// There is no job: a sync if one is pending, and otherwise nothing.
    fn send_sync(&self, p: &SendParams) -> Result<(), Error> {
        let locking = self.revision.locking;
        if !self.sync_is_pending(p) {
            locking.unlock(p);
            return Ok(());
        }
        if self.multifd_use_packets() {
            self.send_sync_packet(p).inspect_err(|_| locking.unlock(p))?;
        }
        qatomic_set(p.pending_sync, false);
        locking.unlock(p);
        self.sync_done(p);
        self.revision.ready_token.after_work(&self.send);
        Ok(())
    }

    fn send_sync_packet(&self, p: &SendParams) -> Result<(), Error> {
        let owner = self.revision.slot_owner;
        let pages = self.revision.sync_contents.pages(owner, &self.send, p);
        let packet = Packet { pages, flags: MULTIFD_FLAG_SYNC };
        p.flags.set(MULTIFD_FLAG_SYNC);
        let number = self.multifd_send_fill_packet(p, packet);
        self.trace_send(p, number, packet, None);
        // Here even Locking::Short holds the mutex over the write.
        let bytes = || self.packet(packet, number, None);
        self.write(p, bytes)?;
        self.revision.flags_reset.sync_written(p);
        Ok(())
    }

    fn sync_is_pending(&self, p: &SendParams) -> bool {
        let pending = match self.revision.sync_job {
            SyncJob::Merged => false,
            SyncJob::OwnFlag => qatomic_read(p.pending_sync),
        };
        match self.revision.wakeups {
            Wakeups::Tolerated => pending,
            Wakeups::Asserted => {
                c_assert(pending, "pending_sync", Name::indexed("params", p.id));
                pending
            }
        }
    }

    fn sync_done(&self, p: &SendParams) {
        p.synced.count();
        qemu_sem_post(p.sem_sync);
    }

    /// `qio_channel_write_all` of what was filled.
    pub(super) fn write(&self, p: &SendParams, bytes: impl FnOnce() -> Sent) -> Result<(), Error> {
        let _in = in_function("qio_channel_write_all");
        // p->c was set before this thread was created, and no thread changes it while the thread
        // runs: the read is ordered and no step of its own.
        match p.c.peek() {
            Connection::Null | Connection::File => Err(Error::Broken),
            Connection::Socket => self.write_bytes(self.sioc(p.id), bytes),
            Connection::Tls => {
                self.session_writes(p);
                self.write_bytes(self.tioc(p.id), bytes)
            }
        }
    }

    fn assert_pages(&self, p: &SendParams, num: u64) {
        let condition = self.revision.slot_owner.condition();
        c_assert(num > 0, condition, Name::indexed("params", p.id));
    }

    fn check_pages_owned(&self, p: &SendParams, pages: &Pages, filled: u64) {
        let left = self.revision.slot_owner.len(pages);
        if left != filled {
            let detail = format!("{filled} pages in the packet, {left} in the set");
            self.broke(p, rules::PAGES_OWNED, detail);
        }
    }
}
