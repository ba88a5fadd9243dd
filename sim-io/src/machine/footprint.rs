//! The reads and writes of each step: all that makes its order with another step matter.
//!
//! A step's footprint also has what its thread does after it, up to its next
//! step: plain memory, allocation and free, what rules remember. None of these
//! is a step, and all of them belong to the one before.

use serde::{Deserialize, Serialize};

use super::Machine;
pub(crate) use super::mode::{Grain, Mode, mode};
use crate::{
    object::{HeapId, ObjectId},
    operation::{Operation, OperationKind},
};

/// One access of a footprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Access {
    /// An object, or a block of memory.
    pub(crate) key: u32,
    /// The kind of access to it.
    pub(crate) mode: Mode,
}

/// The accesses of an execution, and where each step's begin.
#[derive(Default)]
pub(crate) struct Footprints {
    grain: Grain,
    accesses: Vec<Access>,
    starts: Vec<u32>,
}

impl Footprints {
    pub(crate) fn new(grain: Grain) -> Self {
        Footprints { grain, ..Footprints::default() }
    }

    pub(crate) fn clear(&mut self) {
        self.accesses.clear();
        self.starts.clear();
    }

    /// Forgets what came after so many steps.
    pub(crate) fn truncate(&mut self, steps: usize) {
        if let Some(&end) = self.starts.get(steps) {
            self.accesses.truncate(end as usize);
            self.starts.truncate(steps);
        }
    }

    fn begin_step(&mut self) {
        self.starts.push(self.accesses.len() as u32);
    }

    fn add(&mut self, key: u32, mode: Mode) {
        // What the first thread does before its first step precedes everything.
        if let Some(&start) = self.starts.last() {
            let access = Access { key, mode };
            if !self.accesses[start as usize..].contains(&access) {
                self.accesses.push(access);
            }
        }
    }

    /// The footprint of a step.
    pub(crate) fn of(&self, step: usize) -> &[Access] {
        let start = self.starts[step] as usize;
        let end = self.starts.get(step + 1).map_or(self.accesses.len(), |end| *end as usize);
        &self.accesses[start..end]
    }
}

/// Blocks of memory have keys above all objects.
pub(crate) const HEAPS: u32 = 1 << 16;

/// Above those are the entries of queues, one for each queue and each value.
const ENTRIES: u32 = 1 << 31;
const ENTRY_BITS: u32 = 15;

/// The key of the entry `value` of a queue; large values have none.
fn entry_key(queue: ObjectId, value: u64) -> Option<u32> {
    (value < 1 << ENTRY_BITS).then(|| ENTRIES | u32::from(queue.0) << ENTRY_BITS | value as u32)
}

/// The queue of an entry's key.
pub(crate) fn queue_of(key: u32) -> Option<ObjectId> {
    (key >= ENTRIES).then_some(ObjectId(((key & !ENTRIES) >> ENTRY_BITS) as u16))
}

impl Machine {
    /// Notes that the running step uses an object.
    #[inline]
    pub(crate) fn note_access(&mut self, object: ObjectId, mode: Mode) {
        if let Some(footprints) = &mut self.footprints {
            footprints.add(u32::from(object.0), mode);
        }
    }

    /// Notes that the running step uses a block of memory.
    #[inline]
    pub(crate) fn note_heap(&mut self, heap: HeapId, mode: Mode) {
        if let Some(footprints) = &mut self.footprints {
            footprints.add(HEAPS + u32::from(heap.0), mode);
        }
    }

    /// Notes what the running step does to the references of a block of memory.
    pub(crate) fn note_references(&mut self, heap: HeapId, mode: Mode) {
        let mode = match self.grain() {
            Some(Grain::Values) => mode,
            Some(Grain::Kinds) | None => Mode::Write,
        };
        self.note_heap(heap, mode);
    }

    /// Returns true if a step commutes with everything that any thread can ever do: it
    /// gave back mutexes that are never destroyed, and used nothing else.
    pub(crate) fn commutes_with_all(&self, footprint: &[Access]) -> bool {
        footprint.iter().all(|access| {
            let object = self.objects.get(access.key as usize);
            let lasts = |object: &super::Object| self.heaps[usize::from(object.heap.0)].permanent;
            access.mode == Mode::Unlock && access.key < HEAPS && object.is_some_and(lasts)
        })
    }

    /// A step begins: what follows belongs to it.
    pub(crate) fn begin_footprint(&mut self) {
        if let Some(footprints) = &mut self.footprints {
            footprints.begin_step();
        }
    }

    /// Notes that a rule looks at a word, and finds `value`.
    pub(crate) fn note_look(&mut self, object: ObjectId, value: u64) {
        let mode = match self.grain() {
            Some(Grain::Values) => Mode::of_load(value),
            Some(Grain::Kinds) | None => Mode::Read,
        };
        self.note_access(object, mode);
    }

    /// Notes that a rule replaces `old` by `new` in what it remembers.
    pub(crate) fn note_memory(&mut self, object: ObjectId, old: u64, new: u64) {
        let mode = match self.grain() {
            Some(Grain::Values) => Mode::of_store(old, new),
            Some(Grain::Kinds) | None => Mode::Write,
        };
        self.note_access(object, mode);
    }

    /// Notes the entry that a step adds to a queue, or takes: the take comes after its push.
    fn note_entry(&mut self, operation: Operation, result: u64) {
        let (value, mode) = match operation.kind {
            OperationKind::Push => (Some(operation.argument), Mode::Post),
            OperationKind::Take => (result.checked_sub(1), Mode::Wait),
            _ => return,
        };
        let Some(footprints) = &mut self.footprints else { return };
        if let Some(key) = value.and_then(|value| entry_key(operation.object, value)) {
            footprints.add(key, mode);
        }
    }

    /// The number of tokens of `key`: of a semaphore, of a queue, or entries of one value.
    pub(crate) fn tokens(&self, key: u32) -> u64 {
        match queue_of(key) {
            None => self.objects[key as usize].value,
            Some(queue) => {
                let value = u64::from(key & ((1 << ENTRY_BITS) - 1));
                let classes = self.objects[usize::from(queue.0)].queue.iter();
                classes.flatten().filter(|entry| **entry == value).count() as u64
            }
        }
    }

    fn grain(&self) -> Option<Grain> {
        self.footprints.as_ref().map(|footprints| footprints.grain)
    }

    /// Notes what the step itself has done to its object, which held `old` before.
    pub(crate) fn note_operation(
        &mut self,
        thread: usize,
        operation: Operation,
        taken: u64,
        old: u64,
        result: u64,
    ) {
        let Some(grain) = self.grain() else { return };
        if grain == Grain::Values {
            self.note_entry(operation, result);
        }
        if operation.kind == OperationKind::Await {
            let mode = match grain {
                Grain::Values => Mode::Await,
                Grain::Kinds => Mode::Read,
            };
            for index in 0..self.threads[thread].guard.len() {
                self.note_access(self.threads[thread].guard[index].0, mode);
            }
            return;
        }
        if let Some(mode) = mode(operation, taken)
            && usize::from(operation.object.0) < self.objects().len()
        {
            self.note_access(operation.object, mode.performed(operation, thread, old, grain));
        }
    }
}
