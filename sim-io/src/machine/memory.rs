//! Atomic words: what a load reads, and what it learns from that.
//!
//! Most engines are sequentially consistent: a load reads the last store. An
//! engine with a weaker memory says which store it has chosen instead, by the
//! number that it gave the store when it was made. Store 0 is the first value.

use super::Machine;
use crate::{
    object::{ObjectId, ThreadId},
    operation::{Operation, OperationKind, Order},
};

/// The stores that a step on atomic words reads and makes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Memory {
    /// The latest store.
    Latest,
    /// A load has read `value` from `store`.
    Read { value: u64, store: u32 },
    /// A store is made, under the number `store`.
    Written { store: u32 },
    /// A read-modify-write has read `value` from `read`, and makes `written`.
    Exchanged { value: u64, read: u32, written: u32 },
    /// An await has read from `store` that the word `index` has its value.
    Awaited { index: usize, store: u32 },
}

impl Machine {
    pub(super) fn load(&mut self, me: usize, object: usize, order: Order, memory: Memory) -> u64 {
        match (memory, order) {
            (Memory::Read { value, store }, Order::Acquire) => {
                self.clocks.acquire_store(me, store);
                value
            }
            (Memory::Read { value, store }, Order::Relaxed | Order::Release) => {
                self.clocks.glimpse_store(me, store);
                value
            }
            (_, Order::Acquire) => {
                self.clocks.acquire(me, object);
                self.objects[object].value
            }
            (_, Order::Relaxed | Order::Release) => {
                self.clocks.glimpse(me, object);
                self.objects[object].value
            }
        }
    }

    pub(super) fn store(
        &mut self,
        me: usize,
        operation: Operation,
        order: Order,
        memory: Memory,
    ) -> u64 {
        let object = usize::from(operation.object.0);
        match (memory, order) {
            (Memory::Written { store }, Order::Release) => self.clocks.publish(me, store),
            (_, Order::Release) => self.clocks.release(me, object),
            // Nothing is published under its number.
            (Memory::Written { .. }, Order::Relaxed | Order::Acquire) => (),
            (_, Order::Relaxed | Order::Acquire) => self.clocks.forget(object),
        }
        self.objects[object].value = operation.argument;
        0
    }

    pub(super) fn read_modify_write(
        &mut self,
        me: usize,
        operation: Operation,
        memory: Memory,
    ) -> u64 {
        let object = usize::from(operation.object.0);
        let old = match memory {
            Memory::Exchanged { value, .. } => value,
            _ => self.objects[object].value,
        };
        let stores = stores(operation, old);
        match memory {
            Memory::Exchanged { read, written, .. } => {
                self.clocks.acquire_store(me, read);
                if stores {
                    self.clocks.publish(me, written);
                } else {
                    self.clocks.carry(read, written);
                }
            }
            _ => {
                self.clocks.acquire(me, object);
                if stores {
                    self.clocks.release_more(me, object);
                }
            }
        }
        if stores {
            self.objects[object].value = modified(operation, old);
        }
        old
    }

    /// Adds without learning what another thread has done: as a relaxed addition.
    pub(super) fn count(&mut self, object: usize, operation: Operation, memory: Memory) -> u64 {
        let old = match memory {
            Memory::Exchanged { value, read, written } => {
                self.clocks.carry(read, written);
                value
            }
            _ => self.objects[object].value,
        };
        self.objects[object].value = modified(operation, old);
        old
    }

    /// The index of a word that `thread` waits for and that has its value.
    pub(crate) fn await_index(&self, thread: usize) -> Option<usize> {
        let holds =
            |(object, value): &(ObjectId, u64)| self.objects[usize::from(object.0)].value == *value;
        self.threads[thread].guard.iter().position(holds)
    }

    /// The words and values that `thread` waited for in `step`, or waits for if it is not taken.
    pub(crate) fn guard_of(&self, step: usize, thread: ThreadId) -> &[(ObjectId, u64)] {
        match self.awaits.binary_search_by_key(&step, |(step, _)| *step) {
            Ok(index) => &self.awaits[index].1,
            Err(_) => &self.threads[usize::from(thread.0)].guard,
        }
    }

    pub(super) fn awaited(&mut self, me: usize, memory: Memory) -> u64 {
        if let Memory::Awaited { index, store } = memory {
            self.clocks.glimpse_store(me, store);
            return index as u64;
        }
        let index = self.await_index(me).expect("an await is performed when it holds");
        let object = self.threads[me].guard[index].0;
        self.clocks.glimpse(me, usize::from(object.0));
        index as u64
    }
}

/// Returns true if a read-modify-write stores: a failed compare-and-exchange is only a load.
fn stores(operation: Operation, old: u64) -> bool {
    operation.kind != OperationKind::CompareExchange || old == operation.argument
}

/// The value that a read-modify-write leaves behind.
pub(crate) fn modified(operation: Operation, old: u64) -> u64 {
    match operation.kind {
        OperationKind::FetchAdd | OperationKind::Count => old.wrapping_add(operation.argument),
        OperationKind::CompareExchange if stores(operation, old) => operation.second,
        OperationKind::CompareExchange => old,
        _ => operation.argument,
    }
}
