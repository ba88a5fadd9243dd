//! The state of the machine, and what each step does to it.
//!
//! All that a schedule can change is in here, in words and small tables: no
//! step looks at anything else. Engines decide which thread takes its next
//! step; this module says what the step does and what it breaks.

mod bytes;
mod changes;
pub(crate) mod clock;
mod declare;
mod destroy;
mod digest;
mod end;
pub(crate) mod footprint;
mod life;
mod livelock;
mod memory;
mod mode;
mod names;
mod order;
mod perform;
mod saved;
mod thread;

use std::{collections::VecDeque, ops::Range};

use crate::{
    mishap::Mishap,
    object::{HeapId, MAX_THREADS, Name, ObjectId, ObjectKind, ThreadId, ThreadSet, threads},
    operation::{Operation, OperationKind},
    violation::{Acts, Violation},
};

pub(crate) use self::bytes::{Shows, Text};
pub use self::changes::{Changes, Misstep};
pub(crate) use self::digest::{Judge, Tracking};
pub use self::end::End;
pub use self::thread::Status;
use self::{
    bytes::Bytes,
    footprint::{Footprints, Mode},
    order::Clocks,
};
pub(crate) use self::{
    memory::{Memory, modified},
    saved::{Record, Saved},
    thread::Thread,
};

/// An object of memory.
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    pub(crate) name: &'static str,
    /// The names of its values.
    pub(crate) values: &'static [&'static str],
    pub(crate) heap: HeapId,
    /// The count, the word, the holder plus one, the stored handle plus one.
    pub(crate) value: u64,
    /// The value with which the object was initialised.
    pub(crate) initial: u64,
    pub(crate) initialised: Initialised,
    /// Judges how the value changes, if a model asks for that.
    pub(crate) changes: Option<Changes>,
    /// The part of `value` on which the state depends.
    pub(crate) shows: Shows,
    /// Entries of a queue, most urgent class first.
    pub(crate) queue: [VecDeque<u64>; 2],
}

/// The life of a lock or a semaphore.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Initialised {
    NotYet,
    Yes,
    Destroyed,
}

/// The life of a block of memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Life {
    Unborn,
    Alive,
    Freed,
}

pub(crate) struct HeapBlock {
    pub(crate) name: Name,
    pub(crate) life: Life,
    pub(crate) references: u32,
    /// True if the memory belongs to the process rather than to a migration.
    pub(crate) permanent: bool,
    /// The thread that allocated it.
    allocated: Option<Actor>,
    /// The thread that freed it, and at which of its own times.
    freed: Option<(Actor, u16)>,
    /// The objects in it: declared one after the other, as the fields of one structure.
    objects: Range<u16>,
}

/// A thread, in a QEMU function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) thread: ThreadId,
    pub(crate) function: &'static str,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Step {
    /// The thread that took it.
    pub thread: ThreadId,
    /// The operation.
    pub operation: Operation,
    /// The value that it returned.
    pub result: u64,
    /// The QEMU function that it was done in.
    pub function: &'static str,
}

impl Step {
    /// Returns true if it created a thread.
    pub(crate) fn creates(&self) -> bool {
        self.operation.kind == OperationKind::Create
    }
}

/// A block of memory that was given back: no step, but what readers look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freed {
    /// The number of steps that the execution had taken.
    pub after_step: usize,
    /// The name of the thread that gave it back.
    pub thread: String,
    /// The QEMU function that did.
    pub function: &'static str,
    /// The memory, as C names it.
    pub memory: String,
}

/// The state of the machine.
pub struct Machine {
    pub(crate) objects: Vec<Object>,
    objects_used: usize,
    pub(crate) heaps: Vec<HeapBlock>,
    heaps_used: usize,
    /// The function in which each thread last used each block of memory.
    used_in: Vec<[&'static str; MAX_THREADS]>,
    pub(crate) threads: Vec<Thread>,
    /// Threads that stand before a step which can be taken in any state.
    free: ThreadSet,
    /// Threads that stand before a step which may have to wait.
    waiting: ThreadSet,
    clocks: Clocks,
    pub(crate) violations: Vec<Violation>,
    /// The number of steps at which each of the violations was seen; those
    /// that only the end shows are not among them.
    pub(crate) violated_at: Vec<usize>,
    /// The memory that was given back, if that is recorded.
    pub(crate) freed: Option<Vec<Freed>>,
    /// The mishaps that came from outside, if they are recorded.
    pub(crate) mishaps: Option<Vec<Mishap>>,
    pub(crate) outcome: Option<String>,
    /// The thread that took each step: the schedule by position.
    pub(crate) schedule: Vec<u8>,
    /// The steps themselves, if they are recorded.
    pub(crate) steps: Option<Vec<Step>>,
    /// The words that each await was taken for, by its step: a thread may wait
    /// for one thing after the other. Kept where steps are.
    awaits: Vec<(usize, Vec<(ObjectId, u64)>)>,
    /// A digest of the order in which each object was used.
    orders: Vec<u64>,
    /// The position of each thread, if a search wants to know.
    pub(crate) tracking: Option<Tracking>,
    /// The footprint of each step, if a search wants to know.
    pub(crate) footprints: Option<Footprints>,
    /// Objects that were declared, or given a first value, since an engine
    /// that keeps a twin of each has looked; nothing if none does.
    pub(crate) renewed: Option<Vec<ObjectId>>,
    /// True if a real process would have died by now.
    crashed: bool,
    /// True if the process is about to end.
    leaving: bool,
    /// The locks and semaphores that were destroyed, and the thread that did it.
    destroyed: Vec<(ObjectId, Actor)>,
    /// The ghosts that were set, and the thread that did it last.
    set_by: Vec<(ObjectId, Actor)>,
    /// The threads that end waits, if the program has told them.
    pub(crate) acts: &'static [Acts],
    /// The sequences of bytes ever written to a wire, in any execution.
    pub(crate) bytes: Bytes,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Machine {
            objects: vec![],
            objects_used: 0,
            heaps: vec![],
            heaps_used: 0,
            used_in: vec![],
            threads: vec![],
            free: 0,
            waiting: 0,
            clocks: Clocks::new(),
            violations: vec![],
            violated_at: vec![],
            freed: None,
            mishaps: None,
            outcome: None,
            schedule: vec![],
            steps: None,
            awaits: vec![],
            orders: vec![],
            tracking: None,
            footprints: None,
            renewed: None,
            crashed: false,
            leaving: false,
            acts: &[],
            destroyed: vec![],
            set_by: vec![],
            bytes: Bytes::default(),
        }
    }

    /// The objects that this execution has declared.
    pub(crate) fn objects(&self) -> &[Object] {
        &self.objects[..self.objects_used]
    }

    /// `thread` stands before `operation`.
    pub(crate) fn announce(&mut self, thread: ThreadId, operation: Operation) {
        if operation.kind == OperationKind::SemWait {
            self.note_access(operation.object, Mode::Arrive);
        }
        let me = 1 << thread.0;
        let waits = if operation.kind.may_wait() { me } else { 0 };
        self.waiting = self.waiting & !me | waits;
        self.free = self.free & !me | me ^ waits;
        let thread = &mut self.threads[usize::from(thread.0)];
        thread.status = Status::Ready;
        thread.next = Some(operation);
    }

    /// `thread` stands before no step: it is on its way to the next, or at its end.
    pub(crate) fn go_on(&mut self, thread: ThreadId) {
        self.free &= !(1 << thread.0);
        self.waiting &= !(1 << thread.0);
        self.threads[usize::from(thread.0)].next = None;
    }

    /// The step that `thread` stands before.
    pub fn announced(&self, thread: ThreadId) -> Option<Operation> {
        let thread = &self.threads[usize::from(thread.0)];
        if thread.status == Status::Ready { thread.next } else { None }
    }

    /// The threads that could take their next step now.
    pub(crate) fn enabled(&self) -> ThreadSet {
        threads(self.waiting).fold(self.free, |enabled, thread| {
            let id = usize::from(thread.0);
            let next = self.threads[id].next.as_ref().expect("who waits has announced a step");
            enabled | ThreadSet::from(self.is_enabled(id, next)) << id
        })
    }

    /// Returns true if `thread` could perform `operation` now.
    #[inline]
    pub(crate) fn is_enabled(&self, thread: usize, operation: &Operation) -> bool {
        let object = || &self.objects[usize::from(operation.object.0)];
        // What may not wait (`OperationKind::may_wait`) is always enabled.
        match operation.kind {
            OperationKind::Poll => object().value > 0,
            // What is not initialised does not block: using it aborts.
            OperationKind::SemWait => {
                object().value > 0 || object().initialised != Initialised::Yes
            }
            OperationKind::MutexLock => {
                object().value == 0 || object().initialised != Initialised::Yes
            }
            OperationKind::Join => match operation.argument {
                0 => true,
                thread => self.threads[thread as usize - 1].status == Status::Finished,
            },
            OperationKind::Await => self.await_index(thread).is_some(),
            _ => true,
        }
    }

    /// Returns true if a real process would have died by now.
    pub(crate) fn has_crashed(&self) -> bool {
        self.crashed
    }

    /// The tokens that the semaphore of `operation` was initialised with.
    pub(crate) fn initial_tokens(&self, operation: Operation) -> u64 {
        match operation.kind {
            OperationKind::SemPost | OperationKind::SemWait => self.initial(operation.object),
            _ => 0,
        }
    }

    /// The value that an object was initialised with.
    pub(crate) fn initial(&self, object: ObjectId) -> u64 {
        self.objects[usize::from(object.0)].initial
    }

    /// An acquire fence.
    pub(crate) fn fence(&mut self, me: ThreadId) {
        self.clocks.fence(usize::from(me.0));
    }

    /// A digest of the order in which each object was used: equal for
    /// schedules that differ only in the order of steps on different objects.
    pub(crate) fn class(&self) -> u64 {
        self.orders
            .iter()
            .enumerate()
            .fold(0, |class: u64, (id, order)| class.wrapping_add(mix(id as u64, *order)))
    }
}

/// Mixes two words into one.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let mut x = (a ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_add(0xD1B5_4A32_D192_ED03);
    x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 32)
}
