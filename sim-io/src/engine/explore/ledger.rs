//! Tells whether model code holds memory.
//!
//! A copy of a suspended thread is a copy of its stack, and of nothing that
//! the stack owns elsewhere: an execution that goes back to it would free such memory
//! once per branch. So a state is copied only while model code holds none.
//! Kernel, machine and strategies hold as much as they like: they work
//! [`outside`] of model code.
//!
//! The ledger is a sum over the addresses of blocks: what is taken is added and
//! what is given back subtracted. So it is even only if all that was taken was
//! given back, and a block from outside that model code frees makes it uneven:
//! a count would let the two cancel out.
//!
//! The `unsafe` here is that of any allocator; each call goes to the system's.
#![allow(unsafe_code)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use crate::machine::mix;

thread_local! {
    static IN_MODEL: Cell<bool> = const { Cell::new(false) };
    static HELD: Cell<u64> = const { Cell::new(0) };
}

struct Booked;

#[global_allocator]
static ALLOCATOR: Booked = Booked;

/// Model code takes a block.
#[inline]
fn take(block: *mut u8) {
    if IN_MODEL.get() {
        HELD.set(HELD.get().wrapping_add(entry(block)));
    }
}

/// Model code gives a block back.
#[inline]
fn give_back(block: *mut u8) {
    if IN_MODEL.get() {
        HELD.set(HELD.get().wrapping_sub(entry(block)));
    }
}

/// Mixed, so that addresses which differ little do not add up to one another.
fn entry(block: *mut u8) -> u64 {
    mix(block.addr() as u64, 4)
}

// SAFETY: each call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Booked {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are those that the system asks for.
        let block = unsafe { System.alloc(layout) };
        take(block);
        block
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        let block = unsafe { System.alloc_zeroed(layout) };
        take(block);
        block
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        give_back(block);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        give_back(block);
        // SAFETY: as above.
        let moved = unsafe { System.realloc(block, layout, size) };
        // Where there is no more memory, the old block is still held.
        take(if moved.is_null() { block } else { moved });
        moved
    }
}

/// Returns true if model code holds no memory.
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
