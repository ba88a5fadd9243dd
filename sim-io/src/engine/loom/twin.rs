//! loom's objects that stand for the machine's, one for each.
//!
//! loom reorders only what touches the same object of its own. So each object
//! whose order matters has a twin in loom, which every step on it touches.
//! Plain words that are no steps and the lives of memory have none: the machine's clocks find
//! their races in any order.

use std::{rc::Rc, sync::atomic::Ordering};

use loom::sync::atomic::AtomicU32;

use super::gate::Gate;
use crate::{
    machine::{Initialised, Object},
    object::ObjectKind,
};

/// The twin of one object.
#[derive(Clone)]
pub(super) enum Twin {
    /// No twin: none is needed.
    Nothing,
    /// An atomic word.
    Word(Rc<Word>),
    /// Something whose steps are all in some order.
    Ordered(Rc<AtomicU32>),
    /// Something whose steps are all in some order, where threads wait.
    Gated(Rc<Gated>),
}

/// The twin of an atomic word.
pub(super) struct Word {
    /// The number of the store that it shows.
    pub(super) shown: AtomicU32,
    /// Touched before every access. loom looks for another order only against
    /// the last access of a word, and forgets a load of one thread at the next
    /// load of any other: a store that follows its own thread's load was never
    /// tried before the loads of others.
    order: AtomicU32,
}

impl Word {
    fn new(store: u32) -> Rc<Self> {
        Rc::new(Word { shown: AtomicU32::new(store), order: AtomicU32::new(0) })
    }

    /// Comes after all earlier accesses, in loom's eyes, and orders no memory.
    pub(super) fn take_place(&self) {
        self.order.fetch_add(1, Ordering::Relaxed);
    }
}

/// The twin of a semaphore, a mutex or a queue.
pub(super) struct Gated {
    /// Touched by every step when it takes effect.
    pub(super) order: AtomicU32,
    /// Closed while a wait would block.
    pub(super) gate: Rc<Gate>,
}

impl Gated {
    /// A twin at which no thread waits.
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Gated { order: AtomicU32::new(0), gate: Gate::new() })
    }

    /// Takes effect after all earlier steps on this object, and before all later ones.
    pub(super) fn take_effect(&self) {
        self.order.fetch_add(1, Ordering::AcqRel);
    }
}

impl Twin {
    /// The twin of `object`, whose first value is the store `store`.
    pub(super) fn of(object: &Object, store: u32) -> Self {
        match object.kind {
            ObjectKind::Plain => Twin::Nothing,
            ObjectKind::Racy | ObjectKind::Handle => Twin::Ordered(Rc::new(AtomicU32::new(0))),
            ObjectKind::Atomic => Twin::Word(Word::new(store)),
            ObjectKind::Semaphore | ObjectKind::Mutex | ObjectKind::Queue => {
                Twin::Gated(Gated::new())
            }
        }
    }

    /// Returns true if a wait on `object` would block, as the machine has it.
    pub(super) fn is_closed(object: &Object) -> bool {
        let usable = object.initialised == Initialised::Yes;
        match object.kind {
            ObjectKind::Semaphore => usable && object.value == 0,
            ObjectKind::Mutex => usable && object.value != 0,
            ObjectKind::Queue => object.value == 0,
            ObjectKind::Plain | ObjectKind::Racy | ObjectKind::Handle | ObjectKind::Atomic => false,
        }
    }
}
