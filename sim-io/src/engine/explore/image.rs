//! Copies of suspended threads.
//!
//! A thread that is suspended is its control block and the used part of its
//! stack. Both are copied as bytes, and written back to the same addresses:
//! pointers into the stack stay true. This is sound only while the stack owns
//! nothing elsewhere (see [`ledger`](super::ledger)) and borrows nothing that
//! dies; [`Program::copyable`](crate::Program::copyable) asks for the latter.
#![allow(unsafe_code)]

use std::{
    mem::{ManuallyDrop, MaybeUninit},
    ptr, slice,
};

use super::fiber::{Fiber, Lent};

/// A copy of one suspended thread.
#[derive(Default)]
pub(super) struct Image {
    fiber: Option<ManuallyDrop<Fiber>>,
    stack: Vec<MaybeUninit<u8>>,
}

impl Image {
    /// Copies a thread that is suspended on `stack`, or notes that there is none.
    pub(super) fn save(&mut self, fiber: Option<&ManuallyDrop<Fiber>>, stack: Lent) {
        self.stack.clear();
        // SAFETY: a control block is plain data; whichever copy runs last is
        // the only one that does, because the kernel writes this one back only
        // over the other, and drops neither.
        self.fiber = fiber.map(|fiber| unsafe { ptr::read(fiber) });
        if let Some(fiber) = fiber {
            let used = stack.base - top(fiber, stack);
            // SAFETY: the used part of a stack lies between its top and its
            // base, and no thread runs on it while the kernel runs.
            let used = unsafe { slice::from_raw_parts((stack.base - used) as *const _, used) };
            self.stack.extend_from_slice(used);
        }
    }

    /// Writes the copy back to `stack`; the control block goes to the kernel.
    pub(super) fn restore(&self, stack: Lent) -> Option<ManuallyDrop<Fiber>> {
        let used = self.stack.len();
        // SAFETY: these bytes came from there; no thread runs on the stack.
        unsafe {
            ptr::copy_nonoverlapping(self.stack.as_ptr(), (stack.base - used) as *mut _, used);
        }
        // SAFETY: as when it was saved.
        self.fiber.as_ref().map(|fiber| unsafe { ptr::read(fiber) })
    }
}

// A stack's two bounds, two stack pointers, a function: nothing else, no padding.
const _: () = assert!(size_of::<Fiber>() == 5 * size_of::<usize>());
const _: () = assert!(align_of::<Fiber>() == align_of::<usize>());

/// The top of a suspended thread's stack: the lowest address in its control
/// block that points into the stack. The other one is where it began.
fn top(fiber: &Fiber, stack: Lent) -> usize {
    let words = size_of::<Fiber>() / size_of::<usize>();
    // SAFETY: a control block is a row of words without padding, as asserted above.
    let words = unsafe { slice::from_raw_parts(ptr::from_ref(fiber).cast::<usize>(), words) };
    let inside = words.iter().copied().filter(|word| (stack.limit + 1..stack.base).contains(word));
    inside.min().expect("a suspended thread has a stack pointer")
}
