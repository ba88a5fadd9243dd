//! Counters on which no thread acts.

use crate::{
    engine,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind, Order},
};

/// An atomic number that threads draw from, and only pass on what they draw: nothing that
/// they do depends on it but the text of an event or of a message.
///
/// A search need not try which thread draws first, and no state has the number that was drawn. It
/// cannot be awaited: a thread that waits for a value would see the order.
#[derive(Clone, Copy, Debug)]
pub struct Counter(ObjectId);

impl Field for Counter {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        Counter(engine::with(|machine, _| machine.declare_object(ObjectKind::Atomic, heap, name)))
    }

    fn shifted(self, objects: u16) -> Self {
        Counter(self.0.shifted(objects))
    }
}

/// `qatomic_fetch_inc` of a number that is only passed on: adds one, and returns the old one.
///
/// No thread acts on it, so it orders nothing, though C's is sequentially consistent: what
/// relies on that alone is reported.
#[track_caller]
pub fn qatomic_fetch_inc_unseen(counter: Counter) -> u64 {
    engine::operate(Operation::with(OperationKind::Count, counter.0, 1))
}

impl Counter {
    /// A relaxed load, as a step: how many have been drawn.
    pub fn read(self) -> u64 {
        engine::operate(Operation::new(OperationKind::Load(Order::Relaxed), self.0))
    }

    /// The number of draws. A ghost: no step, for checks of rules only.
    pub fn peek(self) -> u64 {
        engine::peek(self.0)
    }

    /// The number of draws, without a search knowing of the look: for what is only passed on.
    pub fn peek_unseen(self) -> u64 {
        engine::with(|machine, _| machine.objects[usize::from(self.0.0)].value)
    }
}
