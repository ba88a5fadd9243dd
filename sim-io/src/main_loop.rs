//! The main loop: callbacks that one thread runs, in GLib's order.
//!
//! GLib dispatches what is ready at its most urgent priority, in the order in
//! which it became ready, and looks again. Bottom halves and monitor commands
//! have the default priority; idle sources, with which a [`QIOTask`] reports
//! back, come after them. GLib looks once for a whole batch and this once for
//! each callback; a callback that comes a little later makes the same order
//! either way. Sources: `glib/gmain.c`, `util/main-loop.c`,
//! `util/async.c`.
//!
//! [`QIOTask`]: crate::QIOTask

use crate::{
    engine,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind},
    word::Word,
};

/// The callbacks that wait for the main loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sources(pub(crate) ObjectId);

impl Field for Sources {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        Sources(engine::with(|machine, _| machine.declare_object(ObjectKind::Queue, heap, name)))
    }

    fn shifted(self, objects: u16) -> Self {
        Sources(self.0.shifted(objects))
    }
}

/// The urgency of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Urgency {
    /// `G_PRIORITY_DEFAULT`.
    Default = 0,
    /// `G_PRIORITY_DEFAULT_IDLE`.
    Idle = 1,
}

#[track_caller]
fn push(sources: Sources, callback: u64, urgency: Urgency) {
    let second = urgency as u64;
    let (kind, object, argument) = (OperationKind::Push, sources.0, callback);
    engine::operate(Operation { kind, object, argument, second });
}

/// `g_idle_source_new` and `g_source_attach`: an idle callback becomes ready.
#[track_caller]
pub fn g_idle_source_attach<T: Word>(sources: Sources, callback: T) {
    push(sources, callback.to_word(), Urgency::Idle);
}

/// `qemu_bh_schedule`: a bottom half becomes ready.
#[track_caller]
pub fn qemu_bh_schedule<T: Word>(sources: Sources, callback: T) {
    push(sources, callback.to_word(), Urgency::Default);
}

/// `qemu_poll_ns`: waits until a callback is ready.
pub fn qemu_poll(sources: Sources) {
    engine::operate(Operation::new(OperationKind::Poll, sources.0));
}

/// `g_main_context_dispatch`: the callback that is to run next.
///
/// # Panics
/// If none is ready: [`qemu_poll`] comes first.
pub fn next_callback<T: Word>(sources: Sources) -> T {
    let taken = engine::operate(Operation::new(OperationKind::Take, sources.0));
    T::from_word(taken.checked_sub(1).expect("a callback is ready"))
}
