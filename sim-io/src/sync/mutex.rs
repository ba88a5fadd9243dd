//! `QemuMutex`: not recursive; destroying it while it is held aborts.

use crate::{
    engine,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind},
};

/// A mutex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QemuMutex(ObjectId);

impl Field for QemuMutex {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        QemuMutex(engine::with(|machine, _| machine.declare_object(ObjectKind::Mutex, heap, name)))
    }

    fn shifted(self, objects: u16) -> Self {
        QemuMutex(self.0.shifted(objects))
    }
}

/// Makes the mutex usable.
pub fn qemu_mutex_init(mutex: QemuMutex) {
    engine::with(|machine, _| machine.initialise(mutex.0, 0));
}

/// Ends the mutex. A violation if a thread holds it.
#[track_caller]
pub fn qemu_mutex_destroy(mutex: QemuMutex) {
    engine::operate(Operation::new(OperationKind::MutexDestroy, mutex.0));
}

/// Waits until no thread holds the mutex, and takes it.
#[track_caller]
pub fn qemu_mutex_lock(mutex: QemuMutex) {
    engine::operate(Operation::new(OperationKind::MutexLock, mutex.0));
}

/// Gives the mutex back. A violation if this thread does not hold it.
#[track_caller]
pub fn qemu_mutex_unlock(mutex: QemuMutex) {
    engine::operate(Operation::new(OperationKind::MutexUnlock, mutex.0));
}
