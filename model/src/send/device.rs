//! `multifd_send_device_state`: what the states of devices need to be sent, and
//! how a packet of them is queued and sent.

mod threads;

use sim_io::{
    Array, Atomic, Error, Ghost, Name, Plain, QemuMutex, QemuSemaphore, ThreadId, broken, c_assert,
    g_free, g_new0, in_function, memory, qatomic_fetch_inc, qatomic_read, qatomic_set,
    qemu_mutex_destroy, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_destroy,
    qemu_sem_init,
};

use self::threads::SaveThread;
use super::{MULTIFD_FLAG_SYNC, Pages, Payload, SendParams};
use crate::{
    migration::MigrationStatus,
    rules,
    source::{Source, declare_threads},
    world::World,
};

memory! {
    /// Target of `multifd_send_device_state`.
    pub(crate) struct SendDeviceState {
        /// Guards the slot of the devices.
        pub queue_job_mutex: QemuMutex,
        /// The set that they fill, as long as there are devices.
        pub send_data: Plain<u32>,
        /// Posted by each thread of the pool that has ended: `thread_pool_wait` waits for all.
        pub finished: QemuSemaphore,
        /// Set when the threads shall give up.
        pub threads_abort: Atomic<bool>,
        /// Packets that were handed over.
        pub queued: Ghost<u64>,
        /// Packets that were written.
        pub written: Ghost<u64>,
    }
}

/// The threads that save devices: there are none without devices.
#[derive(Clone, Copy)]
pub(crate) struct SaveThreads {
    handles: Array<SaveThread>,
    first: ThreadId,
}

impl SaveThreads {
    pub(crate) fn declare(world: &World) -> Option<SaveThreads> {
        let count = world.devices.count;
        (count > 0).then(|| SaveThreads {
            handles: Array::declare("save_thread", count),
            first: declare_threads("save_thread_", count),
        })
    }
}

impl Source {
    /// `multifd_device_state_send_setup`. Without devices no thread looks at the slot or at the
    /// pool.
    pub(crate) fn multifd_device_state_send_setup(&self) {
        let device = self.send.device;
        g_new0(device.memory);
        qemu_mutex_init(device.queue_job_mutex);
        if let Some(threads) = self.save_threads {
            self.send.allocate_device_slot();
            threads.thread_pool_new();
            qemu_sem_init(device.finished, 0);
            qatomic_set(device.threads_abort, false);
        }
    }

    /// `multifd_device_state_send_cleanup`.
    pub(crate) fn multifd_device_state_send_cleanup(&self) {
        let device = self.send.device;
        sim_io::touch(device.memory);
        // Where it is a null pointer, C is dead by now.
        if let Some(threads) = self.save_threads.filter(|_| device.memory.is_alive()) {
            threads.thread_pool_free();
            g_free(self.send.page_set(device.send_data.get()).memory);
            qemu_sem_destroy(device.finished);
        }
        self.check_delivered();
        qemu_mutex_destroy(device.queue_job_mutex);
        g_free(device.memory);
    }

    /// `multifd_queue_device_state`, by a thread that saves a device.
    fn multifd_queue_device_state(&self, device: u8, packet: u8) -> Result<(), Error> {
        let _in = in_function("multifd_queue_device_state");
        let state = self.send.device;
        qemu_mutex_lock(state.queue_job_mutex);
        let data = self.send.page_set(state.send_data.get());
        let empty = data.payload.get() == Payload::None;
        c_assert(empty, "multifd_payload_empty(send_data)", data.memory.name());
        data.payload.set(Payload::DeviceState);
        data.contents.set(u64::from(device) << 8 | u64::from(packet));
        self.allocate_device_buffer(&data);
        let queued = self.multifd_send(state.send_data);
        match queued {
            Ok(()) => state.queued.count(),
            Err(_) => {
                let kept = self.send.page_set(state.send_data.get());
                self.free_device_buffer(&kept);
                kept.payload.set(Payload::None);
            }
        }
        qemu_mutex_unlock(state.queue_job_mutex);
        queued
    }

    /// `multifd_device_state_send_prepare`, the write, and what comes after a job.
    /// Such a packet has no number.
    pub(super) fn send_device_state(&self, p: &SendParams, data: &Pages) -> Result<(), Error> {
        self.revision.flags_reset.job_begins(p);
        let asks = p.flags.get() & MULTIFD_FLAG_SYNC != 0;
        c_assert(!asks, "!(p->flags & MULTIFD_FLAG_SYNC)", Name::indexed("params", p.id));
        self.revision.device_write.write(self, p, data)?;
        self.packet_delivered();
        self.free_device_buffer(data);
        self.revision.slot_owner.emptied(data);
        self.finish_job(p);
        self.revision.ready_token.after_work(&self.send);
        Ok(())
    }

    /// Writes it as a copy.
    pub(crate) fn write_device_copy(&self, p: &SendParams, data: &Pages) -> Result<(), Error> {
        self.write(p, || self.device_state_packet(data).into())
    }

    /// A packet of a device's state is on its way, and a destination that is a
    /// value has it.
    fn packet_delivered(&self) {
        self.send.device.written.count();
        if self.has_return_path() {
            qatomic_fetch_inc(self.main_channel.device_packets);
        }
    }

    /// S15, when every channel has ended.
    fn check_delivered(&self) {
        let device = self.send.device;
        let lost = device.queued.get().saturating_sub(device.written.get());
        if lost > 0 && self.migration.state.peek() == MigrationStatus::Completed {
            let detail = format!("COMPLETED, and {lost} packets of devices were never written");
            broken(rules::S15.name, device.memory.name(), &detail);
        }
    }

    /// `multifd_device_state_save_thread_should_exit`.
    fn multifd_device_state_save_thread_should_exit(&self) -> bool {
        qatomic_read(self.send.device.threads_abort)
    }
}
