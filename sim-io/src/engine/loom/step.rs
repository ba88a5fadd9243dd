//! One step in loom: touch the twin, where loom may switch threads, then let
//! the machine perform the step before any other thread can run.

use std::sync::atomic::Ordering;

use super::{
    gate::Gate,
    resume,
    twin::{Gated, Twin},
    world::WORLD,
};
use crate::{
    machine::{Initialised, Memory, modified},
    object::{ObjectId, ThreadId},
    operation::{Operation, OperationKind, Order},
};

/// Takes the step that `me` has announced, when loom lets it.
pub(super) fn take(me: ThreadId, operation: Operation) -> u64 {
    let twin = twin(operation.object);
    let memory = match (operation.kind, &twin) {
        (OperationKind::Join, _) => return join(me, operation),
        (OperationKind::SemWait | OperationKind::MutexLock | OperationKind::Poll, _) => {
            return wait(me, operation);
        }
        (OperationKind::Await, _) => return wait_for_word(me, operation),
        (_, Twin::Gated(gated)) => {
            gated.take_effect();
            Memory::Latest
        }
        (_, Twin::Ordered(order)) => {
            // A plain variable: it orders nothing but itself.
            order.fetch_add(1, Ordering::Relaxed);
            Memory::Latest
        }
        (_, Twin::Word(word)) => {
            word.take_place();
            resume(me);
            access(operation, &word.shown)
        }
        (_, Twin::Nothing) => Memory::Latest,
    };
    resume(me);
    let result = perform(me, operation, memory);
    reopen(operation.object, twin.gated());
    result
}

fn twin(object: ObjectId) -> Twin {
    WORLD.with_borrow(|world| world.twin(object))
}

fn perform(me: ThreadId, operation: Operation, memory: Memory) -> u64 {
    WORLD.with_borrow_mut(|world| {
        let result = world.machine.perform_in(me, operation, memory);
        world.machine.go_on(me);
        result
    })
}

/// Opens the gate of `object` if a wait would not block any more.
fn reopen(object: ObjectId, gated: Option<&Gated>) {
    let Some(gated) = gated else { return };
    let open =
        WORLD.with_borrow(|world| !Twin::is_closed(&world.machine.objects[usize::from(object.0)]));
    if open {
        gated.gate.open();
    }
}

/// A step on a word: what loom reads and stores there.
fn access(operation: Operation, word: &loom::sync::atomic::AtomicU32) -> Memory {
    let number = |value| WORLD.with_borrow_mut(|world| world.number(value));
    let value = |store| WORLD.with_borrow(|world| world.value(store));
    match operation.kind {
        OperationKind::Load(order) => {
            let store = word.load(match order {
                Order::Acquire => Ordering::Acquire,
                Order::Relaxed | Order::Release => Ordering::Relaxed,
            });
            Memory::Read { value: value(store), store }
        }
        OperationKind::Store(order) => {
            let store = number(operation.argument);
            word.store(
                store,
                match order {
                    Order::Release => Ordering::Release,
                    Order::Relaxed | Order::Acquire => Ordering::Relaxed,
                },
            );
            Memory::Written { store }
        }
        _ => {
            // What it stores depends on what it reads, which is known afterwards.
            let written = number(0);
            let read = word.swap(written, Ordering::SeqCst);
            let value = value(read);
            WORLD.with_borrow_mut(|world| world.set_value(written, modified(operation, value)));
            Memory::Exchanged { value, read, written }
        }
    }
}

/// A step that may have to wait at a gate.
fn wait(me: ThreadId, operation: Operation) -> u64 {
    loop {
        let twin = twin(operation.object);
        let gated = twin.gated().expect("threads wait at objects that have a gate");
        if blocks(operation) {
            pass(me, &gated.gate);
        }
        gated.take_effect();
        resume_from(me, &gated.gate);
        // It may have been initialised again in the meantime.
        if WORLD.with_borrow(|world| world.machine.is_enabled(usize::from(me.0), &operation)) {
            let result = perform(me, operation, Memory::Latest);
            reopen(operation.object, Some(gated));
            return result;
        }
    }
}

/// A join waits for the end of its thread, if it was ever created.
fn join(me: ThreadId, operation: Operation) -> u64 {
    let end = match operation.argument {
        0 => None,
        child => WORLD.with_borrow(|world| world.end_of(ThreadId(child as u8 - 1))),
    };
    let Some(end) = end else { return perform(me, operation, Memory::Latest) };
    pass(me, &end);
    let result = perform(me, operation, Memory::Latest);
    end.open();
    result
}

/// Goes through a gate, which is closed behind.
fn pass(me: ThreadId, gate: &Gate) {
    gate.enter();
    resume_from(me, gate);
}

/// Returns true if the step waits at all: what is not initialised is used at once, and
/// that is a violation.
fn blocks(operation: Operation) -> bool {
    match operation.kind {
        OperationKind::SemWait | OperationKind::MutexLock => WORLD.with_borrow(|world| {
            let object = &world.machine.objects[usize::from(operation.object.0)];
            object.initialised == Initialised::Yes
        }),
        _ => true,
    }
}

/// Comes back from a gate. A thread that leaves must let the next one through.
fn resume_from(me: ThreadId, gate: &Gate) {
    if WORLD.with_borrow(|world| world.over.is_some()) {
        gate.open();
    }
    resume(me);
}

/// Reads words until one has its value. A thread that finds none gives way: it
/// has seen these stores, and loom will not show them to it again. It reads
/// even when the machine knows that it will find none, for loom tries the
/// stores in another order only where a thread reads them.
fn wait_for_word(me: ThreadId, operation: Operation) -> u64 {
    let guard = WORLD.with_borrow(|world| world.machine.threads[usize::from(me.0)].guard.clone());
    loop {
        for (index, &(object, value)) in guard.iter().enumerate() {
            let Twin::Word(word) = twin(object) else { continue };
            word.take_place();
            resume(me);
            let store = word.shown.load(Ordering::Relaxed);
            resume(me);
            if WORLD.with_borrow(|world| world.value(store)) == value {
                return perform(me, operation, Memory::Awaited { index, store });
            }
        }
        loom::thread::yield_now();
        resume(me);
    }
}

impl Twin {
    fn gated(&self) -> Option<&Gated> {
        match self {
            Twin::Gated(gated) => Some(gated),
            Twin::Nothing | Twin::Word(_) | Twin::Ordered(_) => None,
        }
    }
}
