//! QEMU's primitives of synchronisation, under QEMU's names.
//!
//! Semantics: `util/qemu-thread-posix.c`, `include/qemu/atomic.h`.

mod atomic;
mod counter;
mod mutex;
mod plain;
mod semaphore;

pub use self::{
    atomic::{
        Atomic, await_any, qatomic_cmpxchg, qatomic_fetch_inc, qatomic_load_acquire, qatomic_read,
        qatomic_set, qatomic_store_release, qatomic_xchg, smp_mb_acquire,
    },
    counter::{Counter, qatomic_fetch_inc_unseen},
    mutex::{QemuMutex, qemu_mutex_destroy, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock},
    plain::{Ghost, Plain, Racy, Unseen},
    semaphore::{QemuSemaphore, qemu_sem_destroy, qemu_sem_init, qemu_sem_post, qemu_sem_wait},
};
