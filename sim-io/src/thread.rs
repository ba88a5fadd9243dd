//! `QemuThread`: threads, and the variables that hold their handles.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    ablation::{self, Act, Change},
    engine,
    object::{Field, HeapId, Name, ObjectId, ObjectKind, ThreadId},
    operation::{Operation, OperationKind},
};

/// A variable that holds the handle of a thread, zero before the first one.
///
/// Storing another handle loses the first: that thread can no longer be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QemuThread(ObjectId);

impl Field for QemuThread {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        QemuThread(engine::with(|machine, _| {
            machine.declare_object(ObjectKind::Handle, heap, name)
        }))
    }

    fn shifted(self, objects: u16) -> Self {
        QemuThread(self.0.shifted(objects))
    }
}

/// The part that a thread plays in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The program under test: it must not wait for ever.
    Program,
    /// Its environment, such as a peer that is played from a script: it may.
    Environment,
}

/// Declares a thread of the program that the world may start, under the name that QEMU gives it.
pub fn declare_thread(name: Name) -> ThreadId {
    engine::with(|machine, _| machine.declare_thread(name, Part::Program))
}

/// Declares a thread of the environment that the world may start. That it waits for ever is no
/// violation.
pub fn declare_environment_thread(name: Name) -> ThreadId {
    engine::with(|machine, _| machine.declare_thread(name, Part::Environment))
}

/// `qemu_thread_create(..., QEMU_THREAD_JOINABLE)`: starts `thread`, and stores its handle.
///
/// # Panics
/// If the thread was created before: a world declares each thread once.
pub fn qemu_thread_create(
    handle: QemuThread,
    thread: ThreadId,
    body: impl FnOnce() + Send + 'static,
) {
    let operation = create(handle.0, thread, 1);
    engine::create(operation, thread, body);
}

/// `qemu_thread_create(..., QEMU_THREAD_DETACHED)`.
///
/// # Panics
/// If the thread was created before: a world declares each thread once.
pub fn qemu_thread_create_detached(thread: ThreadId, body: impl FnOnce() + Send + 'static) {
    let operation = create(ObjectId(u16::MAX), thread, 0);
    engine::create(operation, thread, body);
}

fn create(object: ObjectId, thread: ThreadId, joinable: u64) -> Operation {
    let argument = u64::from(thread.0) + 1;
    Operation { kind: OperationKind::Create, object, argument, second: joinable }
}

/// Says that the running thread stands at the head of a loop, where only
/// `locals` are alive: what it has read before does not matter any more.
///
/// For searches by states: without it a thread that goes round is never where
/// it was, and a livelock is only seen as a schedule with too many steps.
/// Leaving out a local that is alive makes them wrong.
pub fn loop_head(place: &'static str, locals: &[u64]) {
    engine::with(|machine, me| {
        if machine.tracking.is_some() {
            let mut hasher = DefaultHasher::new();
            place.hash(&mut hasher);
            machine.stands_at(me, hasher.finish(), locals);
        }
    });
}

/// A loop in a function whose callers have locals of their own.
#[derive(Clone, Copy, Debug)]
pub struct InnerLoop(u64);

/// Says that the running thread stands before a loop: what it has read before
/// stays alive in it.
pub fn inner_loop() -> InnerLoop {
    InnerLoop(engine::with(|machine, me| machine.history(me)))
}

impl InnerLoop {
    /// Says that the running thread stands at the head of this loop: what it
    /// has read in earlier turns does not matter any more, but for `locals`.
    pub fn head(self, locals: &[u64]) {
        engine::with(|machine, me| machine.stands_at(me, self.0, locals));
    }
}

/// The process is about to end, and takes its threads with it.
///
/// The moment is not known, so all run on as far as they can. A thread that waits then, or goes
/// round for ever, and memory still allocated, are no findings. For worlds of one process.
pub fn process_ends() {
    engine::with(|machine, _| machine.leave());
}

/// `qemu_thread_join`: reads the handle, then waits until that thread has ended.
///
/// A violation if no handle was ever stored, or if the thread was joined before.
#[track_caller]
pub fn qemu_thread_join(handle: QemuThread) {
    let change = ablation::given(Act::Join, handle.0, || 0);
    if change == Some(Change::Dropped) {
        return;
    }
    join(handle, change);
}

fn join(handle: QemuThread, change: Option<Change>) {
    let thread = engine::operate(Operation::new(OperationKind::PlainRead, handle.0));
    if change.is_some() {
        engine::with(|machine, _| machine.detach(handle.0, thread));
        return;
    }
    engine::operate(Operation::with(OperationKind::Join, handle.0, thread));
}
