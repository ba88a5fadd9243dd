//! `QIO_CHANNEL_WRITE_FLAG_ZERO_COPY`: the kernel reads what is sent when it likes, and says
//! so on the socket's error queue.
//!
//! Each such write has a thread that plays the kernel. A flush waits until it has heard of
//! all of them. Whether the kernel has copied after all, which makes a flush count and
//! nothing else, no thread can tell. Source: `io/channel-socket.c`.

use std::ops::Range;

use sim_io::{
    Array, Atomic, Error, Ghost, Heap, Name, Plain, QemuSemaphore, Structure, ThreadId, broken,
    g_free, g_new0, in_function, memory, qatomic_fetch_inc, qatomic_read, qemu_sem_init,
    qemu_sem_post, qemu_sem_wait, qemu_thread_create_detached, touch,
};

use super::{Connection, Pages, Payload, SendParams};
use crate::{
    rules,
    source::{Source, declare_threads},
    world::{FaultKind, World},
};

memory! {
    /// Memory that was sent on a socket and is still read from where it lies.
    pub(crate) struct InFlight {
        /// `sioc->zero_copy_queued`.
        pub zero_copy_queued: Plain<u64>,
        /// `sioc->zero_copy_sent`.
        pub zero_copy_sent: Plain<u64>,
        /// `sioc->new_zero_copy_sent_success` (84005f4a2b).
        pub new_zero_copy_sent_success: Plain<bool>,
        /// Posted for each write that the kernel is done with.
        pub error_queue: QemuSemaphore,
        /// The number of those writes.
        pub acknowledged: Atomic<u64>,
    }
}

memory! {
    /// The state of a device that a packet brings: `device_state->buf`.
    pub(crate) struct DeviceBuffer {}
}

memory! {
    /// Threads that play the kernel.
    pub(crate) struct Kernel {
        /// The number of its threads that have begun.
        pub begun: Ghost<u64>,
    }
}

/// All that is in flight.
#[derive(Clone, Copy)]
pub(crate) struct ZeroCopySend {
    sockets: Array<InFlight>,
    buffers: Option<Array<DeviceBuffer>>,
    kernel: Kernel,
    first: ThreadId,
}

impl ZeroCopySend {
    /// Nothing, where the world sends everything by copies.
    pub(crate) fn declare(world: &World) -> Option<ZeroCopySend> {
        let pieces = world.devices.pieces() as u8;
        let send = world.sends_zero_copy().then(|| ZeroCopySend {
            sockets: Array::declare("in_flight", world.channels),
            buffers: (pieces > 0).then(|| Array::declare("device_state_buf", pieces)),
            kernel: Kernel::declare(Name::of("kernel")),
            first: declare_threads("kernel_", world.zero_copy_writes().max(1) as u8),
        })?;
        send.kernel.memory.permanent();
        for socket in send.sockets.iter() {
            socket.memory.permanent();
            qemu_sem_init(socket.error_queue, 0);
        }
        Some(send)
    }

    fn buffer(self, world: &World, data: &Pages) -> Option<Heap> {
        let contents = data.contents.get();
        let nth = (contents >> 8) as u8 * world.devices.packets + (contents & 255) as u8;
        self.buffers.map(|buffers| buffers.at(nth).memory)
    }
}

impl Source {
    /// A packet of a device's state gets a buffer of its own.
    pub(super) fn allocate_device_buffer(&self, data: &Pages) {
        self.device_buffer(data).into_iter().for_each(g_new0);
    }

    /// `multifd_send_data_clear_device_state`, if that is what is there.
    pub(super) fn free_device_buffer(&self, data: &Pages) {
        if self.zero_copy.is_some() && data.payload.get() == Payload::DeviceState {
            self.device_buffer(data).into_iter().for_each(g_free);
        }
    }

    fn device_buffer(&self, data: &Pages) -> Option<Heap> {
        self.zero_copy.and_then(|send| send.buffer(&self.world, data))
    }

    /// Writes a packet of a device's state, which the kernel reads from its buffer.
    pub(crate) fn write_device_buffer(&self, p: &SendParams, data: &Pages) -> Result<(), Error> {
        self.write_zero_copy(p, self.device_buffer(data))
    }

    /// `qio_channel_writev_full_all` with the flag. Pages lie in the guest's memory, which is never
    /// freed: `memory` is what may be.
    pub(super) fn write_zero_copy(
        &self,
        p: &SendParams,
        memory: Option<Heap>,
    ) -> Result<(), Error> {
        let Some(send) = self.zero_copy else { return Ok(()) };
        let socket = send.sockets.at(p.id);
        let nth = socket.zero_copy_queued.get();
        if self.world.strikes(p.id, FaultKind::NoBuffers(nth as u8)) {
            self.revision.error_queue.is_full(self, p)?;
        }
        sim_io::qio_channel_write_all(self.sioc(p.id))?;
        socket.zero_copy_queued.set(nth + 1);
        if !self.world.strikes(p.id, FaultKind::Unacknowledged) {
            let thread = send.first.shifted(send.kernel.begun.get() as u8);
            send.kernel.begun.count();
            qemu_thread_create_detached(thread, move || socket.transmit(memory));
        }
        Ok(())
    }

    /// `multifd_zero_copy_flush`, where the world has zero-copy: a channel that never came
    /// to be has nothing to flush.
    pub(super) fn multifd_zero_copy_flush(&self, p: &SendParams) -> Result<(), Error> {
        let Some(send) = self.zero_copy else { return Ok(()) };
        let _in = in_function("multifd_zero_copy_flush");
        if p.c.get() == Connection::Null {
            return Ok(());
        }
        let socket = send.sockets.at(p.id);
        self.qio_channel_socket_flush(p)?;
        let counts_idle = self.revision.error_queue.counts_idle()
            && self.revision.copy_noted.takes_idle_for_copied();
        if !socket.new_zero_copy_sent_success.get() && counts_idle {
            let detail = "dirty_sync_missed_zero_copy counts a flush of nothing";
            broken(rules::COPIED.name, socket.memory.name(), detail);
        }
        socket.new_zero_copy_sent_success.set(false);
        Ok(())
    }

    /// `qio_channel_socket_flush_internal`: waits for what the kernel has to say of each write.
    pub(crate) fn qio_channel_socket_flush(&self, p: &SendParams) -> Result<(), Error> {
        let Some(send) = self.zero_copy else { return Ok(()) };
        touch(self.sioc(p.id).object);
        let socket = send.sockets.at(p.id);
        let (sent, queued) = (socket.zero_copy_sent.get(), socket.zero_copy_queued.get());
        if sent < queued && self.world.strikes(p.id, FaultKind::Flush) {
            return Err(Error::Broken);
        }
        socket.read_error_queue(sent..queued);
        Ok(())
    }

    /// Flushes before a second try to send, by a channel that does not block: it takes what is
    /// there. The kernel has room for another write if that was anything.
    ///
    /// # Errors
    /// If the queue cannot be read, or the second try finds it full as well.
    pub(crate) fn retry_when_flushed(&self, p: &SendParams) -> Result<(), Error> {
        let Some(send) = self.zero_copy else { return Ok(()) };
        touch(self.sioc(p.id).object);
        let socket = send.sockets.at(p.id);
        let (sent, queued) = (socket.zero_copy_sent.get(), socket.zero_copy_queued.get());
        if sent < queued && self.world.strikes(p.id, FaultKind::Flush) {
            return Err(Error::Broken);
        }
        let done = qatomic_read(socket.acknowledged).min(queued);
        socket.read_error_queue(sent..done);
        if sent < done { Ok(()) } else { Err(Error::Broken) }
    }

    /// LET_GO, when a sync succeeds.
    pub(super) fn check_let_go(&self) {
        let Some(send) = self.zero_copy else { return };
        for socket in send.sockets.iter() {
            let (queued, done) = (socket.zero_copy_queued.peek(), socket.acknowledged.peek());
            if done < queued {
                let detail = format!("the kernel is done with {done} of {queued} writes");
                broken(rules::LET_GO.name, socket.memory.name(), &detail);
            }
        }
    }
}

impl InFlight {
    /// Takes what the kernel has to say of these writes.
    fn read_error_queue(self, writes: Range<u64>) {
        for nth in writes {
            qemu_sem_wait(self.error_queue);
            self.zero_copy_sent.set(nth + 1);
            self.new_zero_copy_sent_success.set(true);
        }
    }

    /// The kernel sends what was queued, whenever that is, and is done with it when the
    /// peer has it.
    fn transmit(self, memory: Option<Heap>) {
        let _in = in_function("tcp_transmit_skb");
        qatomic_fetch_inc(self.acknowledged);
        memory.into_iter().for_each(touch);
        qemu_sem_post(self.error_queue);
    }
}
