//! `multifd_send_sync_main`: every channel shall say SYNC, after all that it was given.

use sim_io::{
    Error, Name, broken, c_assert, in_function, qatomic_read, qatomic_set, qemu_sem_post,
    qemu_sem_wait,
};

use super::{MULTIFD_FLAG_SYNC, SendParams};
use crate::{
    events,
    revision::{ExitFlag, PacketNumber, SyncJob},
    rules,
    source::Source,
};

impl Source {
    /// `multifd_ram_flush_and_sync`, until a0c78d815c the whole of `multifd_send_sync_main`.
    pub(crate) fn multifd_ram_flush_and_sync(&self) -> Result<(), Error> {
        let _in = in_function("multifd_send_sync_main");
        if !self.migrate_multifd() {
            return Ok(());
        }
        self.check_settled();
        if self.queue_len() > 0 {
            self.send_pages()?;
        }
        self.multifd_send_sync_main()
    }

    /// `multifd_send_sync_main`.
    fn multifd_send_sync_main(&self) -> Result<(), Error> {
        let given_up = |_: &Error| self.send.interrupted.set(true);
        let count = self.revision.sync_count.begins(self);
        self.channels_below(count).try_for_each(|p| self.signal(&p)).inspect_err(given_up)?;
        self.channels_below(count).try_for_each(|p| self.wait(&p)).inspect_err(given_up)?;
        events::multifd_send_sync_main(self.next_number());
        self.check_synced();
        self.check_let_go();
        Ok(())
    }

    /// The number of the next packet.
    fn next_number(&self) -> u64 {
        match self.revision.packet_number {
            PacketNumber::AtQueue => self.send.packet_num_queued.get(),
            PacketNumber::AtFill => self.send.packet_num.peek_unseen(),
        }
    }

    /// The first loop: asks a channel for a sync.
    fn signal(&self, p: &SendParams) -> Result<(), Error> {
        match self.revision.exit_flag {
            ExitFlag::PerChannel => events::multifd_send_sync_main_signal(p.id),
            ExitFlag::Global => {
                self.exit_if_asked()?;
                events::multifd_send_sync_main_signal(p.id);
            }
        }
        self.revision.locking.lock(p);
        self.quit_if_asked(p).inspect_err(|_| self.revision.locking.unlock(p))?;
        self.number_request(p);
        self.request_sync(p);
        self.revision.locking.unlock(p);
        qemu_sem_post(p.sem);
        Ok(())
    }

    fn request_sync(&self, p: &SendParams) {
        match self.revision.sync_job {
            SyncJob::Merged => {
                p.flags.set(p.flags.get() | MULTIFD_FLAG_SYNC);
                let pending = qatomic_read(p.pending_job);
                if pending > 0 {
                    let detail = format!("a sync joins {pending} request not yet consumed");
                    self.broke(p, rules::ONE_REQUEST, detail);
                }
                qatomic_set(p.pending_job, pending + 1);
            }
            SyncJob::OwnFlag => {
                let free = !qatomic_read(p.pending_sync);
                c_assert(free, "pending_sync == false", Name::indexed("params", p.id));
                qatomic_set(p.pending_sync, true);
            }
        }
    }

    /// The second loop: waits until a channel has done it.
    fn wait(&self, p: &SendParams) -> Result<(), Error> {
        match self.revision.exit_flag {
            ExitFlag::PerChannel => (),
            ExitFlag::Global => self.exit_if_asked()?,
        }
        self.revision.ready_token.before_sync_wait(&self.send);
        events::multifd_send_sync_main_wait(p.id);
        qemu_sem_wait(p.sem_sync);
        self.multifd_zero_copy_flush(p)
    }

    fn exit_if_asked(&self) -> Result<(), Error> {
        if self.multifd_send_should_exit() { Err(Error::Broken) } else { Ok(()) }
    }

    /// With the channel's mutex held.
    fn quit_if_asked(&self, p: &SendParams) -> Result<(), Error> {
        match self.revision.exit_flag {
            ExitFlag::PerChannel if p.quit.get() => Err(Error::Broken),
            ExitFlag::PerChannel => {
                self.check_one_exit(p);
                Ok(())
            }
            ExitFlag::Global => Ok(()),
        }
    }

    fn check_settled(&self) {
        let (settled, channels) = (self.send.settled.get(), u64::from(self.send.params.len()));
        if settled < channels {
            let detail = format!("{settled} of {channels} channels are created or given up");
            broken(rules::SETTLED.name, Name::of("multifd_send_state"), &detail);
        }
    }

    fn check_synced(&self) {
        self.send.syncs.count();
        let syncs = self.send.syncs.get();
        let late = |p: &SendParams| p.synced.get() < syncs;
        if let Some(p) = self.send.channels().find(late) {
            let detail =
                format!("sync {syncs} succeeds, the channel has executed {}", p.synced.get());
            self.broke(&p, rules::S9, detail);
        }
    }
}
