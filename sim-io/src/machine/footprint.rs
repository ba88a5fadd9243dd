//! What each step reads and writes: all that makes its order with another step matter.
//!
//! A step's footprint also has what its thread does after it, up to its next
//! step: plain memory, allocation and free, what rules remember. None of these
//! is a step, and all of them belong to the one before.

use serde::{Deserialize, Serialize};

use super::Machine;
use crate::{
    object::{HeapId, ObjectId},
    operation::{Operation, OperationKind},
};

/// One access of a footprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Access {
    /// An object, or a block of memory.
    pub(crate) key: u32,
    /// What was done to it.
    pub(crate) mode: Mode,
}

/// What is done to an object, as far as it decides what commutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub(crate) enum Mode {
    Read,
    Write,
    Post,
    Wait,
    Lock,
    Unlock,
    PushUrgent,
    PushIdle,
    TakeUrgent,
    TakeIdle,
}

impl Mode {
    /// Whether two accesses of the same object may not change places.
    ///
    /// Semaphores are first in, first out: the k-th wait follows the k-th post
    /// and no other, so a post and a wait commute unless they are that pair. An
    /// idle push and a take commute: what is taken was polled for. An urgent one
    /// does not: it may be what is taken, though the poll was for another.
    pub(crate) fn depends(self, other: Mode) -> bool {
        !self.commutes(other) && !other.commutes(self)
    }

    fn commutes(self, other: Mode) -> bool {
        match self {
            Mode::Read => other == Mode::Read,
            Mode::Wait => other.is_post() || other.is_take(),
            Mode::PushIdle => other.is_take(),
            Mode::Write
            | Mode::Post
            | Mode::PushUrgent
            | Mode::Lock
            | Mode::Unlock
            | Mode::TakeUrgent
            | Mode::TakeIdle => false,
        }
    }

    /// The same, for searches that know states and no clocks: tokens have no
    /// owner, so two posts leave the same state in either order.
    pub(crate) fn depends_in_state(self, other: Mode) -> bool {
        (self, other) != (Mode::Post, Mode::Post) && self.depends(other)
    }

    fn is_take(self) -> bool {
        matches!(self, Mode::TakeUrgent | Mode::TakeIdle)
    }

    /// Whether it adds a token that a wait can take.
    pub(crate) fn is_post(self) -> bool {
        matches!(self, Mode::Post | Mode::PushUrgent | Mode::PushIdle)
    }
}

/// The accesses of an execution, and where each step's begin.
#[derive(Default)]
pub(crate) struct Footprints {
    accesses: Vec<Access>,
    starts: Vec<u32>,
}

impl Footprints {
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

    /// Whether a step commutes with everything that any thread can ever do: it
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

    /// Notes what the step itself does to its object, once its result is known.
    pub(crate) fn note_operation(&mut self, thread: usize, operation: Operation, taken: u64) {
        if self.footprints.is_none() {
            return;
        }
        if operation.kind == OperationKind::Await {
            let words: Vec<ObjectId> =
                self.threads[thread].guard.iter().map(|(object, _)| *object).collect();
            words.into_iter().for_each(|object| self.note_access(object, Mode::Read));
            return;
        }
        if let Some(mode) = mode(operation, taken)
            && usize::from(operation.object.0) < self.objects().len()
        {
            self.note_access(operation.object, mode);
        }
    }
}

/// What an operation does to its object; a take also says what class it took.
pub(crate) fn mode(operation: Operation, taken: u64) -> Option<Mode> {
    Some(match operation.kind {
        OperationKind::SemPost => Mode::Post,
        OperationKind::SemWait | OperationKind::Poll => Mode::Wait,
        OperationKind::MutexLock => Mode::Lock,
        OperationKind::MutexUnlock => Mode::Unlock,
        OperationKind::Load(_) | OperationKind::PlainRead | OperationKind::Await => Mode::Read,
        OperationKind::SemDestroy
        | OperationKind::MutexDestroy
        | OperationKind::Store(_)
        | OperationKind::Exchange
        | OperationKind::CompareExchange
        | OperationKind::FetchAdd
        | OperationKind::PlainWrite
        | OperationKind::Create => Mode::Write,
        OperationKind::Join => return None,
        OperationKind::Push if operation.second == 0 => Mode::PushUrgent,
        OperationKind::Push => Mode::PushIdle,
        OperationKind::Take if taken == 0 => Mode::TakeUrgent,
        OperationKind::Take => Mode::TakeIdle,
    })
}
