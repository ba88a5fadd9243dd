//! Keeps loom's twins in step with objects that begin to live.
//!
//! Declaring an object and giving it a first value are no steps of the
//! machine. The machine keeps a list of them, and the engine looks at it
//! before any other thread can run.

use std::sync::atomic::Ordering;

use super::{
    CURRENT,
    twin::Twin,
    world::{WORLD, World},
};
use crate::object::ObjectId;

/// Makes the twins of objects that are new, or were given a first value.
pub(super) fn renew_twins() {
    let renewed = WORLD.with_borrow_mut(|world| match &mut world.machine.renewed {
        Some(renewed) if !renewed.is_empty() => std::mem::take(renewed),
        Some(_) | None => vec![],
    });
    if renewed.is_empty() {
        return;
    }
    let me = CURRENT.get();
    for object in renewed {
        renew(object);
    }
    CURRENT.set(me);
}

fn renew(object: ObjectId) {
    let index = usize::from(object.0);
    let (old, store, alone) = WORLD.with_borrow_mut(|world| {
        let value = world.machine.objects()[index].value;
        (world.twin(object), world.number(value), world.created == 1)
    });
    if let (Twin::Word(word), false) = (&old, alone) {
        // Others may see the word: to them this is a store like any other.
        word.take_place();
        word.shown.store(store, Ordering::Relaxed);
        return;
    }
    let (twin, closed) = WORLD.with_borrow(|world| {
        let object = &world.machine.objects()[index];
        (Twin::of(object, store), Twin::is_closed(object))
    });
    if let (Twin::Gated(new), true) = (&twin, closed) {
        // Before any thread can come through.
        new.gate.enter();
    }
    WORLD.with_borrow_mut(|world| world.set_twin(object, twin));
    if let Twin::Gated(old) = old {
        // Threads that wait at the old one go to the new one.
        old.gate.open();
    }
}

impl World {
    /// The twin of `object`.
    pub(super) fn twin(&self, object: ObjectId) -> Twin {
        self.twins.get(usize::from(object.0)).cloned().unwrap_or(Twin::Nothing)
    }

    fn set_twin(&mut self, object: ObjectId, twin: Twin) {
        let index = usize::from(object.0);
        self.twins.resize(self.twins.len().max(index + 1), Twin::Nothing);
        self.twins[index] = twin;
    }
}
