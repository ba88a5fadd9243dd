//! Keeps loom's twins in step with objects that begin to live.
//!
//! Declaring an object and giving it a first value are no steps of the
//! machine. The machine keeps a list of them, and the engine looks at it
//! before anybody else can run.

use std::sync::atomic::Ordering;

use super::{
    CURRENT,
    twin::Twin,
    world::{WORLD, World},
};
use crate::object::ObjectId;

/// What is left to do in loom for an object, once the machine is not borrowed.
enum Work {
    Nothing,
    /// Close the gate of a new twin.
    Close(Twin),
    /// Store the first value into a word that others may see already.
    Store(Twin, u32),
}

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
        match WORLD.with_borrow_mut(|world| world.renew(object)) {
            Work::Nothing => (),
            Work::Close(twin) => {
                if let Twin::Gated(gated) = twin {
                    gated.gate.enter();
                }
            }
            Work::Store(twin, store) => {
                if let Twin::Word(word) = twin {
                    word.store(store, Ordering::Relaxed);
                }
            }
        }
    }
    CURRENT.set(me);
}

impl World {
    fn renew(&mut self, object: ObjectId) -> Work {
        let index = usize::from(object.0);
        let value = self.machine.objects()[index].value;
        let store = self.number(value);
        self.twins.resize(self.twins.len().max(index + 1), Twin::Nothing);
        match &self.twins[index] {
            // Others may see the word: to them this is a store like any other.
            Twin::Word(_) if self.created > 1 => {
                return Work::Store(self.twins[index].clone(), store);
            }
            // Whoever waits at the old one must not be forgotten.
            Twin::Gated(old) => old.gate.open(),
            Twin::Word(_) | Twin::Nothing | Twin::Ordered(_) => (),
        }
        let object = &self.machine.objects()[index];
        self.twins[index] = Twin::of(object, store);
        if Twin::is_closed(object) { Work::Close(self.twins[index].clone()) } else { Work::Nothing }
    }
}
