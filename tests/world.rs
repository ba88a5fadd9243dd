//! A small world for litmus tests.

use sim_io::Structure;
use sim_io::{
    Atomic, Name, QemuMutex, QemuSemaphore, QemuThread, Racy, declare_thread, memory,
    qemu_mutex_init, qemu_sem_init, qemu_thread_create,
};

memory! {
    /// Some of everything, as old as the process.
    pub struct World {
        /// An atomic word.
        pub a: Atomic<u64>,
        /// Another.
        pub b: Atomic<u64>,
        /// A plain word.
        pub plain: Racy<u64>,
        /// A semaphore without tokens.
        pub sem: QemuSemaphore,
        /// A mutex.
        pub mutex: QemuMutex,
        /// The handle of a thread.
        pub one: QemuThread,
        /// Another.
        pub two: QemuThread,
    }
}

/// Declares a world, ready for use.
pub fn world() -> World {
    let world = World::declare(Name::of("w"));
    world.memory.permanent();
    world.a.initialise(0);
    world.b.initialise(0);
    qemu_sem_init(world.sem, 0);
    qemu_mutex_init(world.mutex);
    world
}

/// Declares a thread and starts it, joinable.
pub fn spawn(handle: QemuThread, name: &'static str, body: impl FnOnce() + Send + 'static) {
    qemu_thread_create(handle, declare_thread(Name::of(name)), body);
}
