//! `QemuSemaphore`: a mutex, a condition and a count in QEMU; one object here.
//!
//! A post and the wait that consumes it order what is before the one before
//! what is after the other. There are no spurious returns, and tokens have no owner.

use crate::{
    engine,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind},
};

/// A counting semaphore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QemuSemaphore(ObjectId);

impl Field for QemuSemaphore {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        QemuSemaphore(engine::with(|machine, _| {
            machine.declare_object(ObjectKind::Semaphore, heap, name)
        }))
    }

    fn shifted(self, objects: u16) -> Self {
        QemuSemaphore(self.0.shifted(objects))
    }
}

impl QemuSemaphore {
    /// The count. A ghost: no step, for checks of rules only.
    pub fn count(self) -> u64 {
        engine::peek(self.0)
    }
}

/// Makes the semaphore usable, with `count` tokens.
pub fn qemu_sem_init(sem: QemuSemaphore, count: u64) {
    engine::with(|machine, _| machine.initialise(sem.0, count));
}

/// Ends the semaphore. A violation if a thread waits on it.
#[track_caller]
pub fn qemu_sem_destroy(sem: QemuSemaphore) {
    engine::operate(Operation::new(OperationKind::SemDestroy, sem.0));
}

/// Adds a token.
#[track_caller]
pub fn qemu_sem_post(sem: QemuSemaphore) {
    engine::operate(Operation::new(OperationKind::SemPost, sem.0));
}

/// Waits for a token, and takes it.
#[track_caller]
pub fn qemu_sem_wait(sem: QemuSemaphore) {
    engine::operate(Operation::new(OperationKind::SemWait, sem.0));
}
