//! Coroutines, and the stacks that they run on.
//!
//! The only `unsafe` of the kernel. A [`Suspender`] points at the yielder of a
//! coroutine, which lives on that coroutine's stack from its first resumption
//! until its function returns; the kernel uses it only on behalf of the thread
//! that is running, so only while the coroutine is.
#![allow(unsafe_code)]

use std::{cell::RefCell, ptr::NonNull};

use corosensei::{Coroutine, CoroutineResult, Yielder, stack::DefaultStack};

use super::{KERNEL, Kernel};
use crate::{engine::unwind, machine::Status, object::ThreadId};

const STACK_BYTES: usize = 64 * 1024;

pub(super) type Fiber = Coroutine<(), (), (), DefaultStack>;

/// Lets the running coroutine hand control back to the kernel.
#[derive(Clone, Copy)]
pub(super) struct Suspender(NonNull<Yielder<(), ()>>);

impl Suspender {
    /// Suspends the running coroutine.
    pub(super) fn suspend(self) {
        // SAFETY: called by the running thread on its own suspender (see the
        // module's comment), so the yielder is alive.
        unsafe { self.0.as_ref() }.suspend(());
    }
}

thread_local! {
    static STACKS: RefCell<Vec<DefaultStack>> = const { RefCell::new(vec![]) };
}

fn stack() -> DefaultStack {
    let reused = STACKS.with_borrow_mut(Vec::pop);
    reused.unwrap_or_else(|| DefaultStack::new(STACK_BYTES).expect("memory for a stack"))
}

impl Kernel {
    /// Prepares `thread` to run `body`.
    pub(super) fn start(&mut self, thread: ThreadId, body: impl FnOnce() + 'static) {
        let index = usize::from(thread.0);
        self.machine.threads[index].status = Status::Ready;
        self.machine.go_on(thread);
        self.fibers[index] = Some(Coroutine::with_stack(stack(), move |yielder, ()| {
            KERNEL.with_borrow_mut(|kernel| {
                kernel.suspenders[index] = Some(Suspender(NonNull::from(yielder)));
            });
            if let Some(text) = unwind::run(body) {
                KERNEL.with_borrow_mut(|kernel| kernel.machine.panicked(thread, text));
            }
        }));
    }
}

/// Resumes `thread`; whether its function has returned.
pub(super) fn resume(thread: ThreadId) -> bool {
    let index = usize::from(thread.0);
    let mut fiber = KERNEL.with_borrow_mut(|kernel| {
        kernel.current = thread;
        kernel.fibers[index].take().expect("a thread that runs has a fiber")
    });
    match fiber.resume(()) {
        CoroutineResult::Yield(()) => {
            KERNEL.with_borrow_mut(|kernel| kernel.fibers[index] = Some(fiber));
            false
        }
        CoroutineResult::Return(()) => {
            STACKS.with_borrow_mut(|stacks| stacks.push(fiber.into_stack()));
            true
        }
    }
}

/// Unwinds every thread that was suspended when the execution ended.
pub(super) fn unwind_all() {
    let suspended: Vec<usize> = KERNEL.with_borrow_mut(|kernel| {
        kernel.unwinding = true;
        (0..kernel.fibers.len()).filter(|&index| kernel.fibers[index].is_some()).collect()
    });
    for index in suspended {
        let started = KERNEL
            .with_borrow(|kernel| kernel.fibers[index].as_ref().is_some_and(Coroutine::started));
        if started {
            while !resume(ThreadId(index as u8)) {}
        } else {
            KERNEL.with_borrow_mut(|kernel| kernel.fibers[index] = None);
        }
    }
    KERNEL.with_borrow_mut(|kernel| kernel.unwinding = false);
}
