//! The devices of the destination, and the threads of a pool that load them.
//!
//! A device does as VFIO's: the channels bring its packets, its thread takes them in
//! order and ends with the last. `thread_pool_wait` and `thread_pool_free` are played
//! as on the source.

use sim_io::{
    Array, Atomic, Error, Ghost, Heap, Name, Plain, QemuSemaphore, QemuThread, Structure, ThreadId,
    broken, g_free, g_new0, in_function, memory, qatomic_read, qatomic_set, qemu_mutex_lock,
    qemu_mutex_unlock, qemu_sem_destroy, qemu_sem_init, qemu_sem_post, qemu_sem_wait,
    qemu_thread_create, qemu_thread_join,
};

use super::Incoming;
use crate::{
    rules,
    source::declare_threads,
    world::{FaultKind, World},
};

memory! {
    /// A device.
    pub(crate) struct IncomingDevice {
        /// `load_bufs_buffer_ready_cond`: posted for each packet that has come, and
        /// for the end.
        pub ready: QemuSemaphore,
        /// `load_bufs_thread_want_exit`.
        pub want_exit: Atomic<bool>,
        /// The thread that loads it.
        pub thread: QemuThread,
        /// Set from its creation until it is joined.
        pub submitted: Plain<bool>,
        /// The packets that it has loaded.
        pub loaded: Ghost<u64>,
    }
}

memory! {
    /// `mis->load_threads`.
    pub(crate) struct LoadPool {
        /// Posted by each thread that has ended.
        pub finished: QemuSemaphore,
        /// `load_threads_abort`.
        pub abort: Atomic<bool>,
    }
}

/// The devices, their pool, and its threads: there are none without devices.
#[derive(Clone, Copy)]
pub(crate) struct LoadThreads {
    devices: Array<IncomingDevice>,
    pool: LoadPool,
    first: ThreadId,
}

impl LoadThreads {
    pub(super) fn declare(world: &World) -> Option<LoadThreads> {
        let count = world.devices.count;
        (count > 0).then(|| LoadThreads {
            devices: Array::declare("incoming_device", count),
            pool: LoadPool::declare(Name::of("load_threads")),
            first: declare_threads("load_thread_", count),
        })
    }

    /// The devices are as old as the machine.
    pub(super) fn start(self) {
        for device in self.devices.iter() {
            device.memory.permanent();
            qemu_sem_init(device.ready, 0);
        }
    }

    pub(super) fn pool_memory(self) -> Heap {
        self.pool.memory
    }

    /// `vfio_load_cleanup_load_bufs_thread`, for each device: it shall give up.
    pub(super) fn want_exit(self) {
        for device in self.devices.iter().filter(|device| device.submitted.get()) {
            qatomic_set(device.want_exit, true);
            qemu_sem_post(device.ready);
        }
    }

    pub(super) fn join(self) {
        for device in self.devices.iter().filter(|device| device.submitted.get()) {
            qemu_thread_join(device.thread);
            device.submitted.set(false);
        }
    }
}

impl Incoming {
    /// The devices, where the revision loads them in threads.
    pub(super) fn loads_in_threads(&self) -> Option<LoadThreads> {
        self.load_threads.filter(|_| self.revision.load_threads.are_started())
    }

    /// `qemu_loadvm_thread_pool_create`.
    pub(super) fn qemu_loadvm_thread_pool_create(&self) {
        if let Some(threads) = self.loads_in_threads() {
            g_new0(threads.pool.memory);
            qemu_sem_init(threads.pool.finished, 0);
            qatomic_set(threads.pool.abort, false);
        }
    }

    /// `loadvm_postcopy_handle_switchover_start`: each device starts the thread that
    /// loads it.
    pub(super) fn switchover_start(&self) {
        let _in = in_function("qemu_loadvm_start_load_thread");
        let Some(threads) = self.loads_in_threads() else { return };
        for index in 0..threads.devices.len() {
            let (device, incoming) = (threads.devices.at(index), *self);
            device.submitted.set(true);
            qemu_thread_create(device.thread, threads.first.shifted(index), move || {
                incoming.qemu_loadvm_load_thread(threads, index);
            });
        }
    }

    /// `qemu_loadvm_load_thread`.
    fn qemu_loadvm_load_thread(&self, threads: LoadThreads, index: u8) {
        let _in = in_function("qemu_loadvm_load_thread");
        if let Err(error) = self.load_device(threads, index) {
            self.migrate_set_error(error);
        }
        qemu_sem_post(threads.pool.finished);
    }

    /// `vfio_load_bufs_thread`.
    fn load_device(&self, threads: LoadThreads, index: u8) -> Result<(), Error> {
        let device = threads.devices.at(index);
        for packet in 0..self.world.devices.packets {
            qemu_sem_wait(device.ready);
            if qatomic_read(device.want_exit) || qatomic_read(threads.pool.abort) {
                return Err(Error::Broken);
            }
            if self.world.strikes(index, FaultKind::LoadThread(packet)) {
                return Err(Error::BadData);
            }
            device.loaded.count();
        }
        Ok(())
    }

    /// `qemu_loadvm_thread_pool_wait`: whether every device is loaded and nothing
    /// else has gone wrong. The load threads may need the big lock.
    pub(super) fn qemu_loadvm_thread_pool_wait(&self) -> bool {
        let Some(threads) = self.loads_in_threads() else { return true };
        let _in = in_function("qemu_loadvm_thread_pool_wait");
        qemu_mutex_unlock(self.main_loop.bql);
        let submitted = threads.devices.iter().filter(|device| device.submitted.get());
        submitted.for_each(|_| qemu_sem_wait(threads.pool.finished));
        qemu_mutex_lock(self.main_loop.bql);
        !self.migrate_has_error()
    }

    /// `qemu_loadvm_thread_pool_destroy`, with the big lock held.
    pub(super) fn qemu_loadvm_thread_pool_destroy(&self) {
        let _in = in_function("qemu_loadvm_thread_pool_destroy");
        let Some(threads) = self.loads_in_threads() else { return };
        if !threads.pool.memory.is_alive() {
            return;
        }
        threads.want_exit();
        qatomic_set(threads.pool.abort, true);
        qemu_mutex_unlock(self.main_loop.bql);
        threads.join();
        qemu_mutex_lock(self.main_loop.bql);
        qemu_sem_destroy(threads.pool.finished);
        g_free(threads.pool.memory);
    }

    /// `qemu_loadvm_load_state_buffer`, by the thread of a channel.
    pub(crate) fn qemu_loadvm_load_state_buffer(&self, index: u8, nth: u8) -> Result<(), Error> {
        let _in = in_function("qemu_loadvm_load_state_buffer");
        if self.world.strikes(index, FaultKind::LoadBuffer(nth)) {
            return Err(Error::BadData);
        }
        if let Some(threads) = self.loads_in_threads() {
            qemu_sem_post(threads.devices.at(index).ready);
        }
        Ok(())
    }

    /// LOADED.
    pub(super) fn check_devices_loaded(&self) {
        let Some(threads) = self.loads_in_threads() else { return };
        let packets = u64::from(self.world.devices.packets);
        for device in threads.devices.iter().filter(|device| device.loaded.get() < packets) {
            let detail = format!("{} of {packets} packets are loaded", device.loaded.get());
            broken(rules::LOADED.name, device.memory.name(), &detail);
        }
    }
}
