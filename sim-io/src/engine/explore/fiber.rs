//! Coroutines, and the stacks that they run on.
//!
//! Each thread of the model has one stack, in every execution, so that a
//! suspended thread can be copied and written back to where it was. A
//! [`Suspender`] points at the yielder of a coroutine, which lives on that
//! coroutine's stack from its first resumption until its function returns; the
//! kernel uses it only on behalf of the thread that is running, so only while
//! the coroutine is.
#![allow(unsafe_code)]

use std::{mem::ManuallyDrop, num::NonZeroUsize, ptr::NonNull};

use corosensei::{
    Coroutine, CoroutineResult, Yielder,
    stack::{DefaultStack, Stack, StackPointer},
};

use super::{KERNEL, Kernel, ledger};
use crate::{engine::unwind, machine::Status, object::ThreadId, search::Program};

const STACK_BYTES: usize = 64 * 1024;

/// The size of a thread's captured variables: corosensei moves 1,024 bytes to a new
/// stack, of which the thread's number takes some.
const BODY_BYTES: usize = 1024 - 32;

pub(super) type Fiber = Coroutine<(), (), (), Lent>;

/// A stack of the kernel, lent to a coroutine: from `limit` up to `base`.
#[derive(Clone, Copy)]
pub(super) struct Lent {
    pub(super) base: usize,
    pub(super) limit: usize,
}

// SAFETY: the bounds are those of a stack with a guard page, which the kernel
// keeps as long as it lives, and lends to one coroutine at a time.
unsafe impl Stack for Lent {
    fn base(&self) -> StackPointer {
        NonZeroUsize::new(self.base).expect("a stack is not at zero")
    }

    fn limit(&self) -> StackPointer {
        NonZeroUsize::new(self.limit).expect("a stack is not at zero")
    }
}

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

impl Kernel {
    /// The stack of a thread.
    pub(super) fn stack(&mut self, index: usize) -> Lent {
        while self.stacks.len() <= index {
            self.stacks.push(DefaultStack::new(STACK_BYTES).expect("memory for a stack"));
        }
        let stack = &self.stacks[index];
        Lent { base: stack.base().get(), limit: stack.limit().get() }
    }

    /// Prepares `thread` to run `body`.
    pub(super) fn start<F: FnOnce() + 'static>(&mut self, thread: ThreadId, body: F) {
        const { assert!(size_of::<F>() <= BODY_BYTES, "a thread captures too much") }
        let index = usize::from(thread.0);
        self.machine.threads[index].status = Status::Ready;
        self.machine.go_on(thread);
        let stack = self.stack(index);
        let fiber = Coroutine::with_stack(stack, move |yielder, ()| {
            KERNEL.with_borrow_mut(|kernel| {
                kernel.suspenders[index] = Some(Suspender(NonNull::from(yielder)));
            });
            if let Some(text) = ledger::in_model(|| unwind::run(body)) {
                KERNEL.with_borrow_mut(|kernel| kernel.machine.panicked(thread, text));
            }
        });
        self.fibers[index] = Some(ManuallyDrop::new(fiber));
    }

    /// Prepares the first thread.
    pub(super) fn start_root(&mut self, program: &Program) {
        if program.is_copyable() {
            let body: *const (dyn Fn() + Send + Sync) = program.body();
            // SAFETY: the search holds the program until it has
            // abandoned all of its threads, so the body is alive when it runs.
            self.start(ThreadId(0), move || unsafe { (*body)() });
        } else {
            let program = program.clone();
            self.start(ThreadId(0), move || (program.body())());
        }
    }

    /// Forgets the threads that were suspended when the execution ended.
    ///
    /// Allowed only while they own nothing.
    pub(super) fn forget_all(&mut self) {
        self.fibers[..self.machine.thread_count()].fill_with(|| None);
    }

    fn discard(&mut self, index: usize) {
        if let Some(fiber) = self.fibers[index].take() {
            drop(ManuallyDrop::into_inner(fiber));
        }
    }
}

/// A thread that the kernel lets run.
pub(super) struct Running {
    pub(super) thread: ThreadId,
    fiber: ManuallyDrop<Fiber>,
}

impl Running {
    /// Runs until it is suspended; nothing is left of it if its function returns.
    pub(super) fn run(mut self) -> Option<Running> {
        match self.fiber.resume(()) {
            CoroutineResult::Yield(()) => Some(self),
            // One that has returned owns nothing.
            CoroutineResult::Return(()) => None,
        }
    }
}

impl Kernel {
    /// Lets `thread` run, which is suspended.
    pub(super) fn let_run(&mut self, thread: ThreadId) -> Running {
        self.current = thread;
        let fiber = self.fibers[usize::from(thread.0)].take();
        Running { thread, fiber: fiber.expect("a thread that runs has a fiber") }
    }

    /// A thread is suspended again.
    pub(super) fn put_back(&mut self, running: Running) {
        self.fibers[usize::from(running.thread.0)] = Some(running.fiber);
    }
}

/// Unwinds every thread that was suspended when the execution ended.
pub(super) fn unwind_all() {
    let suspended: Vec<usize> = KERNEL.with_borrow_mut(|kernel| {
        kernel.unwinding = true;
        (0..kernel.fibers.len()).filter(|&index| kernel.fibers[index].is_some()).collect()
    });
    for index in suspended {
        let started = KERNEL.with_borrow(|kernel| {
            kernel.fibers[index].as_ref().is_some_and(|fiber| fiber.started())
        });
        if started {
            let thread = ThreadId(index as u8);
            let mut running = Some(KERNEL.with_borrow_mut(|kernel| kernel.let_run(thread)));
            while let Some(suspended) = running {
                running = suspended.run();
            }
        } else {
            KERNEL.with_borrow_mut(|kernel| kernel.discard(index));
        }
    }
    KERNEL.with_borrow_mut(|kernel| kernel.unwinding = false);
}
