//! `multifd_recv_thread`: reads packets, applies their pages, stops at each SYNC.

use sim_io::{
    Error, Received, in_function, loop_head, qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_post,
    qemu_sem_wait, touch,
};

use super::{RecvParams, packet::Unfilled};
use crate::{events, incoming::Incoming};

impl Incoming {
    /// `multifd_recv_thread`.
    pub(super) fn multifd_recv_thread(&self, channel: u8, connection: u8) {
        let _in = in_function("multifd_recv_thread");
        let p = self.recv.p(channel);
        events::multifd_recv_thread_start(p.id);
        let ended = match self.multifd_use_packets() {
            true => self.recv_loop(&p, connection),
            false => self.recv_file_loop(&p, connection),
        };
        if let Err(error) = ended {
            self.recv.errors.count();
            self.multifd_recv_terminate_threads(Some(error));
        }
        self.revision.join_flag.recv_exiting(&p);
        // The last trace event reads p->packets_recved.
        touch(p.memory);
        events::multifd_recv_thread_end(p.id);
    }

    fn recv_loop(&self, p: &RecvParams, connection: u8) -> Result<(), Error> {
        loop {
            loop_head("multifd_recv_thread", &[]);
            // Without a process there is no thread: see `Incoming::exit`.
            if self.state.exited.get() || self.revision.recv_stop.should_exit(&self.recv, p) {
                return Ok(());
            }
            match self.recv_packet(p, connection)? {
                Received::EndOfStream => return Ok(()),
                Received::All => (),
            }
        }
    }

    /// One packet, with all that follows from it.
    fn recv_packet(&self, p: &RecvParams, connection: u8) -> Result<Received, Error> {
        let mut packet = self.packet_buffer();
        match self.read_packet(connection, &mut packet)? {
            Received::EndOfStream => return Ok(Received::EndOfStream),
            Received::All => (),
        }
        if self.brings_device_state(&packet) {
            self.multifd_device_state_recv(p, connection, &packet)?;
            return Ok(Received::All);
        }
        let unfilled = self.unfill_locked(p, &packet)?;
        self.apply_pages(p, connection, &unfilled)?;
        if unfilled.is_sync() {
            qemu_sem_post(self.recv.sem_sync);
            qemu_sem_wait(p.sem_sync);
        }
        Ok(Received::All)
    }

    fn unfill_locked(&self, p: &RecvParams, packet: &[u8]) -> Result<Unfilled, Error> {
        qemu_mutex_lock(p.mutex);
        let unfilled = self.multifd_recv_unfill_packet(packet);
        if let Ok(unfilled) = &unfilled {
            p.packet_num.set(unfilled.packet_num);
            let (number, flags) = (unfilled.packet_num, unfilled.flags);
            self.revision.traces.recv.received(p.id, number, unfilled.normal(), flags);
        }
        qemu_mutex_unlock(p.mutex);
        unfilled
    }
}
