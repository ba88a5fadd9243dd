//! Plain memory, watched for data races.

use std::marker::PhantomData;

use crate::{
    engine,
    object::{Field, HeapId, ObjectId, ObjectKind},
    operation::{Operation, OperationKind},
    word::Word,
};

/// A plain word that holds a `T`.
///
/// Reads and writes are steps: other threads may come between. Two of them
/// that nothing orders, one a write, are a data race.
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
}

impl<T: Word> Plain<T> {
    /// Reads the word.
    pub fn get(self) -> T {
        T::from_word(engine::operate(Operation::new(OperationKind::PlainRead, self.0)))
    }

    /// Writes the word.
    pub fn set(self, value: T) {
        engine::operate(Operation::with(OperationKind::PlainWrite, self.0, value.to_word()));
    }

    /// Sets the first value, before any other thread can see it. No step.
    pub fn initialise(self, value: T) {
        engine::with(|machine, _| machine.initialise(self.0, value.to_word()));
    }

    /// The value. A ghost: no step, for checks of rules only.
    pub fn peek(self) -> T {
        engine::with(|machine, _| T::from_word(machine.objects[usize::from(self.0.0)].value))
    }
}
