//! Plain memory, watched for data races.
//!
//! Two accesses that nothing orders, one of them a write, are a data race.

use std::marker::PhantomData;

use crate::{
    ablation::{self, Act, Change},
    engine,
    machine::{Shows, footprint::Mode},
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind},
    word::Word,
};

/// A plain word that one thread owns at a time, and hands on in good order.
///
/// Its accesses are no steps: as long as they are ordered, no schedule can
/// tell when exactly they happen, and where they are not, a race is reported.
#[derive(Debug)]
pub struct Plain<T>(pub(crate) ObjectId, PhantomData<fn() -> T>);

impl<T> Clone for Plain<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Plain<T> {}

impl<T: Word> Field for Plain<T> {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let id =
            engine::with(|machine, _| machine.declare_word::<T>(ObjectKind::Plain, heap, name));
        Plain(id, PhantomData)
    }

    fn shifted(self, objects: u16) -> Self {
        Plain(self.0.shifted(objects), PhantomData)
    }
}

impl<T: Word> Plain<T> {
    /// Reads the word.
    #[track_caller]
    pub fn get(self) -> T {
        let word = engine::with(|machine, me| machine.watched_read(me, self.0));
        match ablation::given(Act::Get, self.0, || word) {
            Some(Change::Gives(other)) => T::from_word(other),
            Some(_) | None => T::from_word(word),
        }
    }

    /// Writes the word.
    #[track_caller]
    pub fn set(self, value: T) {
        if ablation::given(Act::Set, self.0, || value.to_word()).is_none() {
            engine::with(|machine, me| machine.watched_write(me, self.0, value.to_word()));
        }
    }

    /// The value. A ghost: for checks of rules only.
    pub fn peek(self) -> T {
        T::from_word(engine::peek(self.0))
    }
}

/// A plain word that holds a number which is only passed on: nothing that a thread does
/// depends on it but the text of an event or of a message.
///
/// Races are watched for as with any plain word. A digest of the state does not have it.
#[derive(Clone, Copy, Debug)]
pub struct Unseen(Plain<u64>);

impl Field for Unseen {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let word = Plain::<u64>::declare(heap, name);
        engine::with(|machine, _| machine.show(word.0, Shows::Nothing));
        Unseen(word)
    }

    fn shifted(self, objects: u16) -> Self {
        Unseen(self.0.shifted(objects))
    }
}

impl Unseen {
    /// Reads the number.
    pub fn get(self) -> u64 {
        self.0.get()
    }

    /// Writes the number.
    pub fn set(self, value: u64) {
        self.0.set(value);
    }
}

/// A plain word that C code reads and writes in no order that it can rely on.
///
/// Its accesses are steps, because it matters what comes between them; that
/// they race is reported as well.
#[derive(Debug)]
pub struct Racy<T>(ObjectId, PhantomData<fn() -> T>);

impl<T> Clone for Racy<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Racy<T> {}

impl<T: Word> Field for Racy<T> {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let id = engine::with(|machine, _| machine.declare_word::<T>(ObjectKind::Racy, heap, name));
        Racy(id, PhantomData)
    }

    fn shifted(self, objects: u16) -> Self {
        Racy(self.0.shifted(objects), PhantomData)
    }
}

impl<T: Word> Racy<T> {
    /// Reads the word.
    #[track_caller]
    pub fn get(self) -> T {
        T::from_word(engine::operate(Operation::new(OperationKind::PlainRead, self.0)))
    }

    /// Writes the word.
    #[track_caller]
    pub fn set(self, value: T) {
        engine::operate(Operation::with(OperationKind::PlainWrite, self.0, value.to_word()));
    }

    /// The value. A ghost: for checks of rules only.
    pub fn peek(self) -> T {
        T::from_word(engine::peek(self.0))
    }
}

impl<T> Racy<T> {
    /// Returns the word for [`await_any`](super::await_any).
    pub fn as_word(self) -> super::Atomic<u64> {
        super::Atomic::of(self.0)
    }
}

/// A word that no C code has: what a check of a rule remembers.
///
/// Its accesses are no steps and race with nothing.
#[derive(Debug)]
pub struct Ghost<T>(ObjectId, PhantomData<fn() -> T>);

impl<T> Clone for Ghost<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ghost<T> {}

impl<T> Field for Ghost<T> {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let id = engine::with(|machine, _| machine.declare_object(ObjectKind::Plain, heap, name));
        Ghost(id, PhantomData)
    }

    fn shifted(self, objects: u16) -> Self {
        Ghost(self.0.shifted(objects), PhantomData)
    }
}

impl<T> Ghost<T> {
    pub(crate) fn id(self) -> ObjectId {
        self.0
    }
}

impl<T: Word> Ghost<T> {
    /// The value.
    pub fn get(self) -> T {
        T::from_word(engine::peek(self.0))
    }

    /// Remembers a value.
    pub fn set(self, value: T) {
        engine::with(|machine, me| {
            let old = machine.objects[usize::from(self.0.0)].value;
            machine.note_set(me, self.0);
            machine.note_memory(self.0, old, value.to_word());
            machine.objects[usize::from(self.0.0)].value = value.to_word();
        });
    }
}

impl Ghost<u64> {
    /// Counts one more.
    pub fn count(self) {
        self.add(1);
    }

    /// Adds `more`, without looking at what there was: in any order, the sum is the same.
    pub fn add(self, more: u64) {
        self.add_unseen(more);
    }

    /// Counts one more; what there was, which is only passed on, or compared with another
    /// number that is.
    pub fn count_unseen(self) -> u64 {
        self.add_unseen(1)
    }

    fn add_unseen(self, more: u64) -> u64 {
        engine::with(|machine, _| {
            machine.note_access(self.0, Mode::Count);
            let value = &mut machine.objects[usize::from(self.0.0)].value;
            let old = *value;
            *value = old.wrapping_add(more);
            old
        })
    }
}
