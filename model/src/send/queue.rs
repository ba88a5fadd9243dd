//! The way of pages to the channels.

use arrayvec::ArrayVec;
use sim_io::{
    Error, Name, Plain, await_any, c_assert, in_function, inner_loop, qatomic_read, qatomic_set,
    qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_post, qemu_sem_wait,
};

use super::{Pages, SendParams};
use crate::{
    revision::{ExitFlag, Locking, QueueFlush},
    rules,
    source::Source,
    world::{CHANNELS_MAX, FaultKind, PAGE_COUNT},
};

impl Source {
    /// `multifd_queue_page`: adds a page, and hands the set over when it is full.
    pub(crate) fn multifd_queue_page(&self) -> Result<(), Error> {
        let _in = in_function("multifd_queue_page");
        if !self.migrate_multifd() {
            // It goes through the main channel, of a migration that has ended.
            return Ok(());
        }
        match self.revision.queue_flush {
            QueueFlush::WhenFull => {
                self.multifd_enqueue();
                if self.queue_len() == PAGE_COUNT { self.send_pages() } else { Ok(()) }
            }
            QueueFlush::BeforeOverflow => {
                if self.queue_len() == PAGE_COUNT {
                    self.send_pages()?;
                }
                self.multifd_enqueue();
                Ok(())
            }
        }
    }

    /// Returns the number of pages that wait to be handed over.
    pub(super) fn queue_len(&self) -> u64 {
        self.revision.slot_owner.len(&self.filled_set())
    }

    /// The set that the migration thread fills.
    fn filled_set(&self) -> Pages {
        self.send.page_set(self.ram_slot().get())
    }

    fn multifd_enqueue(&self) {
        let pages = self.filled_set();
        self.revision.slot_owner.filling(&pages);
        if self.link.is_some() || self.file_written.is_some() || self.world.has_zeros() {
            let (nth, of) = (self.send.pages_queued.get(), u64::from(self.world.pages));
            pages.note(nth % of, nth / of + 1);
        }
        pages.num.set(pages.num.get() + 1);
        self.send.pages_queued.count();
    }

    /// Returns the pointer to it.
    fn ram_slot(&self) -> Plain<u32> {
        self.revision.slot_owner.slot(&self.send)
    }

    /// Hands it over.
    pub(super) fn send_pages(&self) -> Result<(), Error> {
        self.multifd_send(self.ram_slot())
    }

    /// `multifd_send`, until a71ef5c7f3 `multifd_send_pages`: hands the set that
    /// `slot` points to over to a channel that is idle, and points it to an empty one.
    pub(super) fn multifd_send(&self, slot: Plain<u32>) -> Result<(), Error> {
        let _in = in_function(self.revision.slot_owner.send_function());
        if self.multifd_send_should_exit() {
            return Err(Error::Broken);
        }
        let (mutex, send) = (self.revision.send_mutex, &self.send);
        mutex.lock(send);
        let handed_over = self.hand_over(slot);
        mutex.unlock(send);
        handed_over
    }

    /// Waits for a channel, and gives it the set.
    fn hand_over(&self, slot: Plain<u32>) -> Result<(), Error> {
        qemu_sem_wait(self.send.channels_ready);
        let once = self.revision.send_count.begins(self);
        let p = self.find_idle_channel(once)?;
        let count = once.unwrap_or_else(|| self.migrate_multifd_channels());
        self.send.next_channel.set((u32::from(p.id) + 1) % u32::from(count));
        self.swap_pages(&p, slot);
        qemu_sem_post(p.sem);
        if self.world.strikes(p.id, FaultKind::StrayPost) {
            qemu_sem_post(p.sem);
        }
        Ok(())
    }

    /// Scans the channels until one is idle. With [`Locking::Short`] it comes
    /// back with that channel's mutex held.
    fn find_idle_channel(&self, once: Option<u8>) -> Result<SendParams, Error> {
        let scan = inner_loop();
        loop {
            scan.head(&[]);
            let count = once.unwrap_or_else(|| self.migrate_multifd_channels());
            let first = self.send.next_channel.get() as u8 % count;
            for offset in 0..count {
                let p = self.channel((first + offset) % count).ok_or(Error::Broken)?;
                if self.is_idle(&p)? {
                    return Ok(p);
                }
            }
            self.scan_again(count);
        }
    }

    fn is_idle(&self, p: &SendParams) -> Result<bool, Error> {
        let guarded = match self.revision.exit_flag {
            ExitFlag::PerChannel => {
                qemu_mutex_lock(p.mutex);
                if p.quit.get() {
                    qemu_mutex_unlock(p.mutex);
                    return Err(Error::Broken);
                }
                self.check_one_exit(p);
                true
            }
            ExitFlag::Global => {
                if self.multifd_send_should_exit() {
                    return Err(Error::Broken);
                }
                self.lock_to_scan(p)
            }
        };
        let idle = qatomic_read(p.pending_job) == 0;
        if guarded && !idle {
            qemu_mutex_unlock(p.mutex);
        }
        Ok(idle)
    }

    fn lock_to_scan(&self, p: &SendParams) -> bool {
        match self.revision.locking {
            Locking::Short => {
                qemu_mutex_lock(p.mutex);
                true
            }
            Locking::OverIo | Locking::None => false,
        }
    }

    /// A token said that a channel is idle, and none is: C scans on and on.
    /// One step here, that waits until a channel is idle or all shall exit.
    fn scan_again(&self, count: u8) {
        let detail = "a token without an idle channel: the scan becomes a busy wait";
        sim_io::broken(rules::S10.name, Name::of("multifd_send_state.channels_ready"), detail);
        let mut words: ArrayVec<_, { 2 * CHANNELS_MAX as usize }> =
            self.send.channels().take(count.into()).map(|p| (p.pending_job, 0)).collect();
        match self.revision.exit_flag {
            ExitFlag::PerChannel => {
                words.extend(self.send.channels().map(|p| (p.quit.as_word(), 1)))
            }
            ExitFlag::Global => words.push((self.send.exiting.as_word(), 1)),
        }
        await_any(&words);
    }

    /// The set goes to the channel, and the channel's empty one comes back.
    fn swap_pages(&self, p: &SendParams, slot: Plain<u32>) {
        match self.revision.locking {
            // The mutex is held since the scan.
            Locking::Short => {
                qatomic_set(p.pending_job, qatomic_read(p.pending_job) + 1);
                self.exchange_sets(p, slot);
                qemu_mutex_unlock(p.mutex);
            }
            Locking::OverIo => {
                qemu_mutex_lock(p.mutex);
                qatomic_set(p.pending_job, 1);
                self.exchange_sets(p, slot);
                qemu_mutex_unlock(p.mutex);
            }
            Locking::None => {
                self.revision.handoff.found_idle();
                self.exchange_sets(p, slot);
                self.revision.handoff.publish(p.pending_job);
            }
        }
    }

    fn exchange_sets(&self, p: &SendParams, slot: Plain<u32>) {
        let (spare, theirs) = (slot.get(), p.pages.get());
        let empty = self.revision.slot_owner.is_empty(&self.send.page_set(theirs));
        c_assert(empty, "p's set is empty", Name::indexed("params", p.id));
        self.number_request(p);
        slot.set(theirs);
        p.pages.set(spare);
    }

    /// With a flag for each channel, one may lag behind the decision.
    pub(super) fn check_one_exit(&self, p: &SendParams) {
        if self.send.exiting.peek() {
            let detail = "exiting is set, its own quit is not: it is asked to work".into();
            self.broke(p, rules::ONE_EXIT, detail);
        }
    }
}
