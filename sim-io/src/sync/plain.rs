//! Plain memory, watched for data races.
//!
//! Two accesses that nothing orders, one of them a write, are a data race.

use std::marker::PhantomData;

use crate::{
    engine,
    machine::footprint::Mode,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind},
    word::Word,
};

/// A plain word that one thread owns at a time, and hands on in good order.
///
/// Its accesses are no steps: as long as they are ordered, no schedule can
/// tell when exactly they happen, and where they are not, a race is reported.
#[derive(Debug)]
pub struct Plain<T>(ObjectId, PhantomData<fn() -> T>);

impl<T> Clone for Plain<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Plain<T> {}

impl<T> Field for Plain<T> {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let id = engine::with(|machine, _| machine.declare_object(ObjectKind::Plain, heap, name));
        Plain(id, PhantomData)
    }

    fn shifted(self, objects: u16) -> Self {
        Plain(self.0.shifted(objects), PhantomData)
    }
}

impl<T: Word> Plain<T> {
    /// Reads the word.
    pub fn get(self) -> T {
        T::from_word(engine::with(|machine, me| machine.watched_read(me, self.0)))
    }

    /// Writes the word.
    pub fn set(self, value: T) {
        engine::with(|machine, me| machine.watched_write(me, self.0, value.to_word()));
    }

    /// The value. A ghost: for checks of rules only.
    pub fn peek(self) -> T {
        T::from_word(engine::peek(self.0))
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

impl<T> Field for Racy<T> {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let id = engine::with(|machine, _| machine.declare_object(ObjectKind::Racy, heap, name));
        Racy(id, PhantomData)
    }

    fn shifted(self, objects: u16) -> Self {
        Racy(self.0.shifted(objects), PhantomData)
    }
}

impl<T: Word> Racy<T> {
    /// Reads the word.
    pub fn get(self) -> T {
        T::from_word(engine::operate(Operation::new(OperationKind::PlainRead, self.0)))
    }

    /// Writes the word.
    pub fn set(self, value: T) {
        engine::operate(Operation::with(OperationKind::PlainWrite, self.0, value.to_word()));
    }

    /// The value. A ghost: for checks of rules only.
    pub fn peek(self) -> T {
        T::from_word(engine::peek(self.0))
    }
}

impl<T> Racy<T> {
    /// The same word, for [`await_any`](super::await_any).
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

impl<T: Word> Ghost<T> {
    /// The value.
    pub fn get(self) -> T {
        T::from_word(engine::peek(self.0))
    }

    /// Remembers a value.
    pub fn set(self, value: T) {
        engine::with(|machine, _| {
            machine.note_access(self.0, Mode::Write);
            machine.objects[usize::from(self.0.0)].value = value.to_word();
        });
    }
}

impl Ghost<u64> {
    /// Counts one more.
    pub fn count(self) {
        self.set(self.get() + 1);
    }
}
