//! `multifd_recv_new_channel`: a connection says which channel it is, and gets a thread.

use sim_io::{
    Error, Name, broken, in_function, object_ref, qatomic_fetch_inc, qatomic_read,
    qemu_thread_create, qio_channel_read_all,
};

use super::RecvParams;
use crate::{
    events,
    incoming::Incoming,
    rules,
    wire::init::{self, Init},
    world::UUID,
};

impl Incoming {
    /// `multifd_recv_new_channel`.
    pub(crate) fn multifd_recv_new_channel(&self, connection: u8) -> Result<(), Error> {
        let _in = in_function("multifd_recv_new_channel");
        let id = match self.channel_id(connection) {
            Ok(id) => id,
            Err(error) => return self.refuse(error),
        };
        if id >= self.world.channels {
            let detail =
                format!("its id is {id}, and {} is the number of channels", self.world.channels);
            broken(rules::S13.name, Name::of("multifd_recv_state"), &detail);
            // QEMU's behaviour behind the end of its array is undefined.
            self.exit();
            return Ok(());
        }
        let p = self.recv.p(id);
        if p.c.get() != 0 {
            return self.refuse(Error::BadData);
        }
        p.c.set(u64::from(connection) + 1);
        object_ref(self.ioc(connection).object);
        self.start_thread(&p, connection);
        qatomic_fetch_inc(self.recv.count);
        Ok(())
    }

    fn refuse(&self, error: Error) -> Result<(), Error> {
        self.multifd_recv_terminate_threads(Some(error));
        Err(error)
    }

    fn start_thread(&self, p: &RecvParams, connection: u8) {
        self.revision.join_flag.recv_creating(p);
        p.started.set(true);
        let (incoming, id) = (*self, p.id);
        qemu_thread_create(p.thread, self.receiver(id), move || {
            incoming.multifd_recv_thread(id, connection);
        });
    }

    /// Returns the id of a connection's channel: it says so, or it is the next.
    fn channel_id(&self, connection: u8) -> Result<u8, Error> {
        if !self.multifd_use_packets() {
            return Ok(qatomic_read(self.recv.count) as u8);
        }
        let id = self.multifd_recv_initial_packet(connection)?;
        events::multifd_recv_new_channel(id);
        Ok(id)
    }

    /// `multifd_recv_initial_packet`: which channel it is.
    fn multifd_recv_initial_packet(&self, connection: u8) -> Result<u8, Error> {
        let _in = in_function("multifd_recv_initial_packet");
        let mut bytes = [0; init::LENGTH];
        qio_channel_read_all(self.ioc(connection), &mut bytes)?;
        let init = Init::decode(&bytes, &UUID, self.revision.id_check.highest(self.world.channels));
        init.map(|init| init.id).map_err(|_| Error::BadData)
    }
}
