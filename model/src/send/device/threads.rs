//! The threads that save devices, each a task of a pool.
//!
//! `thread_pool_wait` sees them through a count, a lock and a condition; here through
//! a semaphore that each of them posts. `thread_pool_free` waits until GLib has its
//! threads back; here it joins them.

use sim_io::{
    Error, Plain, QemuThread, g_free, g_new0, in_function, memory, qatomic_set, qemu_sem_post,
    qemu_sem_wait, qemu_thread_create, qemu_thread_join,
};

use super::SaveThreads;
use crate::{source::Source, wire::flags::Compression, world::FaultKind};

memory! {
    /// A thread of the pool.
    pub(super) struct SaveThread {
        /// Its handle.
        pub thread: QemuThread,
        /// Set if it was created.
        pub submitted: Plain<bool>,
    }
}

/// Reasons why a device was not saved.
enum Unsaved {
    /// Something else has failed before.
    Follows,
    /// It cannot be read.
    Unreadable,
}

impl SaveThreads {
    pub(super) fn thread_pool_new(self) {
        self.handles.iter().for_each(|thread| g_new0(thread.memory));
    }

    pub(super) fn thread_pool_free(self) {
        let _in = in_function("thread_pool_free");
        for thread in self.handles.iter() {
            if thread.submitted.get() {
                qemu_thread_join(thread.thread);
            }
            g_free(thread.memory);
        }
    }
}

impl Source {
    /// `multifd_device_state_supported`, where the completion asks it.
    fn multifd_device_state_supported(&self) -> bool {
        let are_packets = self.multifd_use_packets();
        let are_plain = self.world.compression == Compression::None;
        self.revision.save_threads.are_spawned() && are_packets && are_plain
    }

    /// Returns the threads that save devices, if there are any.
    pub(crate) fn saves_in_threads(&self) -> Option<SaveThreads> {
        self.save_threads.filter(|_| self.multifd_device_state_supported())
    }

    /// `multifd_join_device_state_save_threads` where no device has a thread: it still asks
    /// whether anything has gone wrong, if devices could have had some.
    pub(crate) fn join_no_save_threads(&self) -> Result<(), Error> {
        match self.multifd_device_state_supported() && self.migrate_has_error() {
            true => Err(Error::Broken),
            false => Ok(()),
        }
    }

    /// `multifd_spawn_device_state_save_thread`, for each device.
    pub(crate) fn spawn_save_threads(&self, threads: SaveThreads) {
        let _in = in_function("multifd_spawn_device_state_save_thread");
        for device in 0..threads.handles.len() {
            let (thread, source) = (threads.handles.at(device), *self);
            thread.submitted.set(true);
            qemu_thread_create(thread.thread, threads.first.shifted(device), move || {
                source.multifd_device_state_save_thread(device);
            });
        }
    }

    /// `multifd_abort_device_state_save_threads`.
    pub(crate) fn multifd_abort_device_state_save_threads(&self) {
        let _in = in_function("multifd_abort_device_state_save_threads");
        qatomic_set(self.send.device.threads_abort, true);
    }

    /// `multifd_join_device_state_save_threads`: whether nothing has gone wrong.
    pub(crate) fn multifd_join_device_state_save_threads(&self, threads: SaveThreads) -> bool {
        let _in = in_function("multifd_join_device_state_save_threads");
        threads.handles.iter().for_each(|_| qemu_sem_wait(self.send.device.finished));
        !self.migrate_has_error()
    }

    /// `multifd_device_state_save_thread`.
    fn multifd_device_state_save_thread(&self, device: u8) {
        let _in = in_function("multifd_device_state_save_thread");
        match self.save_complete_precopy_thread(device) {
            Ok(()) => (),
            Err(Unsaved::Unreadable) => self.migrate_set_error(Error::Broken),
            Err(Unsaved::Follows) => self.migrate_set_follow_up(),
        }
        qemu_sem_post(self.send.device.finished);
    }

    /// The `save_complete_precopy_thread` of a device, as VFIO has it.
    fn save_complete_precopy_thread(&self, device: u8) -> Result<(), Unsaved> {
        let _in = in_function("save_complete_precopy_thread");
        for packet in 0..self.world.devices.packets {
            if self.multifd_device_state_save_thread_should_exit() {
                return Err(Unsaved::Follows);
            }
            if self.world.strikes(device, FaultKind::SaveThread(packet)) {
                return Err(Unsaved::Unreadable);
            }
            self.multifd_queue_device_state(device, packet).map_err(|_| Unsaved::Follows)?;
        }
        Ok(())
    }
}
