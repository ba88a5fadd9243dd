//! A gate that a thread waits at, made of loom's mutex.
//!
//! A closed gate is a mutex that is held, and stays so across the steps of
//! several threads. loom's guard borrows its mutex, so to keep it its lifetime
//! is extended: the only `unsafe` of this engine.
#![allow(unsafe_code)]

use std::{cell::RefCell, mem, rc::Rc};

use loom::sync::{Mutex, MutexGuard};

/// A gate that blocks threads while it is closed; entering closes it.
pub(super) struct Gate {
    /// Held while the gate is closed. Borrows from `mutex`.
    guard: RefCell<Option<MutexGuard<'static, ()>>>,
    mutex: Box<Mutex<()>>,
}

impl Gate {
    /// An open gate.
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Gate { guard: RefCell::new(None), mutex: Box::new(Mutex::new(())) })
    }

    /// Waits until the gate is open, and closes it. A branch point of loom.
    pub(super) fn enter(&self) {
        let guard = self.mutex.lock().expect("nobody panics inside a gate");
        // SAFETY: the mutex is boxed, so it does not move, and it is not
        // replaced; the guard is kept beside it, and forgotten before it is freed.
        let guard: MutexGuard<'static, ()> = unsafe { mem::transmute(guard) };
        *self.guard.borrow_mut() = Some(guard);
    }

    /// Opens the gate. No branch point.
    pub(super) fn open(&self) {
        let guard = self.guard.borrow_mut().take();
        drop(guard);
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        // The execution that the guard belongs to is over: loom must not hear of it.
        mem::forget(self.guard.borrow_mut().take());
    }
}
