//! `qatomic_*`: atomic words.

use std::marker::PhantomData;

use crate::{
    ablation::{self, Act},
    engine,
    machine::Changes,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind, Order},
    word::Word,
};

/// An atomic word that holds a `T`.
#[derive(Debug)]
pub struct Atomic<T>(ObjectId, PhantomData<fn() -> T>);

impl<T> Clone for Atomic<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Atomic<T> {}

impl<T: Word> Field for Atomic<T> {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let id =
            engine::with(|machine, _| machine.declare_word::<T>(ObjectKind::Atomic, heap, name));
        Atomic(id, PhantomData)
    }

    fn shifted(self, objects: u16) -> Self {
        Atomic(self.0.shifted(objects), PhantomData)
    }
}

#[track_caller]
fn operate<T: Word>(atomic: Atomic<T>, kind: OperationKind, argument: u64, second: u64) -> T {
    T::from_word(engine::operate(Operation { kind, object: atomic.0, argument, second }))
}

/// A relaxed load.
#[track_caller]
pub fn qatomic_read<T: Word>(atomic: Atomic<T>) -> T {
    operate(atomic, OperationKind::Load(Order::Relaxed), 0, 0)
}

/// A relaxed store.
#[track_caller]
pub fn qatomic_set<T: Word>(atomic: Atomic<T>, value: T) {
    operate(atomic, OperationKind::Store(Order::Relaxed), value.to_word(), 0);
}

/// A load that acquires.
#[track_caller]
pub fn qatomic_load_acquire<T: Word>(atomic: Atomic<T>) -> T {
    operate(atomic, OperationKind::Load(Order::Acquire), 0, 0)
}

/// A store that releases.
#[track_caller]
pub fn qatomic_store_release<T: Word>(atomic: Atomic<T>, value: T) {
    operate(atomic, OperationKind::Store(Order::Release), value.to_word(), 0);
}

/// Stores a value and returns the old one, sequentially consistent.
#[track_caller]
pub fn qatomic_xchg<T: Word>(atomic: Atomic<T>, value: T) -> T {
    operate(atomic, OperationKind::Exchange, value.to_word(), 0)
}

/// Stores `new` if the value is `old`; returns what it was. Sequentially consistent.
#[track_caller]
pub fn qatomic_cmpxchg<T: Word>(atomic: Atomic<T>, old: T, new: T) -> T {
    operate(atomic, OperationKind::CompareExchange, old.to_word(), new.to_word())
}

/// Adds one and returns the old value, sequentially consistent.
#[track_caller]
pub fn qatomic_fetch_inc(atomic: Atomic<u64>) -> u64 {
    operate(atomic, OperationKind::FetchAdd, 1, 0)
}

/// An acquire fence: relaxed loads before it acquire.
#[track_caller]
pub fn smp_mb_acquire() {
    if ablation::given(Act::Fence, ObjectId(u16::MAX), || 0).is_none() {
        engine::fence();
    }
}

/// Waits until one of `words` has the value beside it; returns which.
///
/// Stands for a loop that scans the words over and over: one step, so that a
/// search need not count the turns of the loop. Relaxed, like the loop's loads.
#[track_caller]
pub fn await_any<T: Word>(words: &[(Atomic<T>, T)]) -> usize {
    let guard = words.iter().map(|(word, value)| (word.0, value.to_word()));
    engine::with(|machine, me| {
        let thread = &mut machine.threads[usize::from(me.0)];
        thread.guard.clear();
        thread.guard.extend(guard);
    });
    engine::operate(Operation::new(OperationKind::Await, words[0].0.0)) as usize
}

impl Atomic<u64> {
    /// The word of an object that is declared as something else.
    pub(super) fn of(object: ObjectId) -> Self {
        Atomic(object, PhantomData)
    }
}

impl<T: Word> Atomic<T> {
    /// Sets the first value, before any other thread can see it. No step.
    pub fn initialise(self, value: T) {
        engine::with(|machine, _| machine.initialise(self.0, value.to_word()));
    }

    /// Has each change of the value judged, from the one that it replaces.
    pub fn judge_changes(self, changes: Changes) {
        engine::with(|machine, _| machine.objects[usize::from(self.0.0)].changes = Some(changes));
    }

    /// Returns the word as a number.
    pub fn as_word(self) -> Atomic<u64> {
        Atomic(self.0, PhantomData)
    }

    /// The value. A ghost: no step, for checks of rules only.
    pub fn peek(self) -> T {
        T::from_word(engine::peek(self.0))
    }

    /// The value, without a search knowing of the look: of a word that no thread
    /// writes any more, or for what nothing depends on, as the arguments of a trace event.
    pub fn peek_unseen(self) -> T {
        engine::with(|machine, _| T::from_word(machine.objects[usize::from(self.0.0)].value))
    }
}
