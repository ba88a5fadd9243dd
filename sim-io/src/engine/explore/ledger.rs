//! Counts the memory that model code holds.
//!
//! A copy of a suspended thread is a copy of its stack, and of nothing that
//! the stack owns elsewhere: whoever goes back to it would free such memory
//! once per branch. So a state is copied only while model code holds none.
//! Kernel, machine and strategies hold as much as they like: they work
//! [`outside`] of model code.
//!
//! The `unsafe` here is that of any allocator; each call goes to the system's.
#![allow(unsafe_code)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    static IN_MODEL: Cell<bool> = const { Cell::new(false) };
    static HELD: Cell<isize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(blocks: isize) {
    if IN_MODEL.get() {
        HELD.set(HELD.get() + blocks);
    }
}

// SAFETY: each call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1);
        // SAFETY: the caller's promises are those that the system asks for.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(1);
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-1);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, size) }
    }
}

/// Whether model code holds no memory.
pub(super) fn is_even() -> bool {
    HELD.get() == 0
}

/// Another execution begins: model code holds no memory.
pub(super) fn clear() {
    HELD.set(0);
}

/// Runs model code.
pub(super) fn in_model<R>(f: impl FnOnce() -> R) -> R {
    IN_MODEL.set(true);
    let result = f();
    IN_MODEL.set(false);
    result
}

/// Runs what model code calls, and what is not model code.
#[inline]
pub(super) fn outside<R>(f: impl FnOnce() -> R) -> R {
    let before = IN_MODEL.replace(false);
    let result = f();
    IN_MODEL.set(before);
    result
}
