//! The producers: jobs, syncs, and the end.

use sim_io::{
    Name, await_any, c_assert, qemu_mutex_lock, qemu_mutex_unlock, qemu_thread_join, smp_mb_acquire,
};

use super::{
    orders::{Site, Strength},
    semaphore::Semaphore,
    sender::{Channel, End, NONE, Producer, RAM, Sender, Shape},
};

/// All threads shall stop: there is nothing more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exiting;

impl Sender {
    /// `multifd_send_pages`, and `multifd_send` since v9.2.
    pub(super) fn send(&self, producer: Producer, payload: u64) -> Result<(), Exiting> {
        let slot = self.slots.at(producer.slot.get() as u8);
        slot.payload.set(payload);
        self.exit_if_asked()?;
        match self.shape {
            Shape::V9 => self.queue_job(producer),
            Shape::V10 => {
                qemu_mutex_lock(self.state.send_mutex);
                let queued = self.queue_job(producer);
                qemu_mutex_unlock(self.state.send_mutex);
                queued
            }
        }
    }

    fn queue_job(&self, producer: Producer) -> Result<(), Exiting> {
        self.wait(Semaphore::Ready);
        let p = self.find_idle_channel()?;
        if self.orders.at(Site::Scan) == Strength::Acquire {
            smp_mb_acquire();
        }
        self.swap_slots(&p, producer);
        self.store_job(&p, Site::Publish, true);
        self.wake(&p);
        Ok(())
    }

    /// QEMU scans until a channel is idle; here the second turn waits for one.
    fn find_idle_channel(&self) -> Result<Channel, Exiting> {
        let (next, len) = (self.state.next_channel, u64::from(self.channels.len()));
        loop {
            let first = next.get();
            for index in (first..first + len).map(|index| index % len) {
                self.exit_if_asked()?;
                let p = self.channels.at(index as u8);
                if !self.load_job(&p, Site::Scan) {
                    next.set((index + 1) % len);
                    return Ok(p);
                }
            }
            self.scan_again()?;
        }
    }

    fn scan_again(&self) -> Result<(), Exiting> {
        if self.orders.at(Site::JobWord) == Strength::Plain {
            // No thread can wait for a plain word: the race for it is found by now.
            return Err(Exiting);
        }
        let mut words: Vec<_> = self.channels.iter().map(|p| (p.pending_job, 0)).collect();
        words.push((self.state.exiting, 1));
        await_any(&words);
        Ok(())
    }

    fn swap_slots(&self, p: &Channel, producer: Producer) {
        let (theirs, mine) = (p.slot.get(), producer.slot.get());
        let empty = self.slots.at(theirs as u8).payload.get() == NONE;
        c_assert(empty, "the slot that comes back is empty", Name::of("slot"));
        if self.slots.at(mine as u8).payload.get() == RAM {
            p.given.set(p.given.get() + 1);
        }
        p.slot.set(mine);
        producer.slot.set(theirs);
    }

    /// `multifd_send_sync_main`.
    pub(super) fn sync(&self) -> Result<(), Exiting> {
        self.channels.iter().try_for_each(|p| self.request_sync(&p))?;
        self.channels.iter().try_for_each(|p| self.wait_for_sync(&p))
    }

    fn request_sync(&self, p: &Channel) -> Result<(), Exiting> {
        self.exit_if_asked()?;
        let none = self.load_sync(p) == 0;
        c_assert(none, "no sync is pending", Name::of("pending_sync"));
        self.store_sync(p, self.shape.sync_request());
        self.wake(p);
        Ok(())
    }

    fn wait_for_sync(&self, p: &Channel) -> Result<(), Exiting> {
        self.exit_if_asked()?;
        self.wait(Semaphore::Ready);
        self.wait(Semaphore::Synced(*p));
        // A channel that fails posts too, and QEMU does not look again.
        self.exit_if_asked()?;
        let all = p.written.get() == p.given.get();
        c_assert(all, "all that was given is written", Name::of("written"));
        let kind = p.synced.get() == self.shape.sync_request();
        c_assert(kind, "the sync is of the kind that was asked for", Name::of("synced"));
        Ok(())
    }

    fn exit_if_asked(&self) -> Result<(), Exiting> {
        if self.should_exit() { Err(Exiting) } else { Ok(()) }
    }

    /// `multifd_send_terminate_threads`.
    pub(super) fn terminate(&self) {
        match self.end {
            End::Exiting => self.set_exiting(),
            End::LastToken => {
                self.channels.iter().for_each(|p| p.last_token.set(p.tokens.get() + 1));
            }
        }
        self.channels.iter().for_each(|p| self.wake(&p));
        self.channels.iter().for_each(|p| qemu_thread_join(p.thread));
    }
}
