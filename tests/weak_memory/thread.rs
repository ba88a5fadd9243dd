//! The channel's thread.

use sim_io::{Name, c_assert, declare_thread, qatomic_fetch_inc, qatomic_xchg, qemu_thread_create};

use super::{
    orders::{Site, Strength},
    semaphore::Semaphore,
    sender::{Channel, NONE, RAM, Sender},
};

/// The end of a channel's writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Socket {
    Works,
    Broken,
}

/// A write has failed.
struct Failed;

impl Sender {
    /// Posts every channel's first token, as its thread does first, but before there is a thread:
    /// it writes nothing but the token.
    pub(super) fn post_first_tokens(&self) {
        self.channels.iter().for_each(|_| self.post(Semaphore::Ready));
    }

    /// Starts the threads of all channels; the first has `socket`.
    pub(super) fn start_channels(&self, socket: Socket) {
        for index in 0..self.channels.len() {
            let (sender, p) = (*self, self.channels.at(index));
            let mine = if index == 0 { socket } else { Socket::Works };
            let thread = declare_thread(Name::indexed("multifdsend", index));
            qemu_thread_create(p.thread, thread, move || sender.channel_thread(&p, mine));
        }
    }

    /// `multifd_send_thread`.
    fn channel_thread(&self, p: &Channel, socket: Socket) {
        for taken in 1.. {
            self.wait(Semaphore::Wake(*p));
            if self.should_exit() || p.last_token.get() == taken {
                return;
            }
            if self.serve(p, socket).is_err() {
                return self.fail(p);
            }
            self.post(Semaphore::Ready);
        }
    }

    fn serve(&self, p: &Channel, socket: Socket) -> Result<(), Failed> {
        if self.load_job(p, Site::Take) {
            self.write_job(p, socket)
        } else {
            self.write_sync(p, socket)
        }
    }

    fn write_job(&self, p: &Channel, socket: Socket) -> Result<(), Failed> {
        let slot = self.slots.at(p.slot.get() as u8);
        let payload = slot.payload.get();
        c_assert(payload != NONE, "the slot of a job is full", Name::of("slot"));
        self.write_packet(socket)?;
        if payload == RAM {
            p.written.set(p.written.get() + 1);
        }
        slot.payload.set(NONE);
        self.store_job(p, Site::Clear, false);
        Ok(())
    }

    fn write_sync(&self, p: &Channel, socket: Socket) -> Result<(), Failed> {
        let request = self.load_sync(p);
        c_assert(request != 0, "a sync is pending", Name::of("pending_sync"));
        self.write_packet(socket)?;
        p.synced.set(request);
        self.store_sync(p, 0);
        self.post(Semaphore::Synced(*p));
        Ok(())
    }

    fn write_packet(&self, socket: Socket) -> Result<(), Failed> {
        if self.orders.at(Site::Number) == Strength::SeqCst {
            qatomic_fetch_inc(self.state.packet_num);
        }
        match socket {
            Socket::Works => Ok(()),
            Socket::Broken => Err(Failed),
        }
    }

    /// `multifd_send_set_error` and `multifd_send_kick_main`.
    fn fail(&self, p: &Channel) {
        match (self.orders.at(Site::ExitWord), self.orders.at(Site::Fail)) {
            (Strength::Relaxed, Strength::SeqCst) => _ = qatomic_xchg(self.state.exiting, 1),
            _ => self.set_exiting(),
        }
        self.post(Semaphore::Synced(*p));
        self.post(Semaphore::Ready);
    }
}
