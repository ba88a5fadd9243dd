//! The state of the machine, and what each step does to it.
//!
//! All that a schedule can change is in here, in words and small tables: no
//! step looks at anything else. Engines decide which thread takes its next
//! step; this module says what the step does and what it breaks.

pub(crate) mod clock;
mod declare;
mod digest;
mod end;
pub(crate) mod footprint;
mod life;
mod memory;
mod order;
mod perform;

use std::collections::VecDeque;

use crate::{
    object::{HeapId, MAX_THREADS, Name, ObjectId, ObjectKind, ThreadId, ThreadSet},
    operation::{Operation, OperationKind},
    violation::{Breach, Violation},
};

pub use self::end::End;
pub(crate) use self::memory::{Memory, modified};
use self::{digest::Tracking, footprint::Footprints, order::Clocks};

/// An object of memory.
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    pub(crate) name: &'static str,
    pub(crate) heap: HeapId,
    /// The count, the word, the holder and one, the stored handle and one.
    pub(crate) value: u64,
    /// What the value was when the object was initialised.
    pub(crate) initial: u64,
    pub(crate) initialised: Initialised,
    /// Entries of a queue, most urgent class first.
    pub(crate) queue: [VecDeque<u64>; 2],
}

/// Where a lock or a semaphore is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Initialised {
    NotYet,
    Yes,
    Destroyed,
}

/// Where a block of memory is in its life.
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
    /// Whether the memory belongs to the process rather than to a migration.
    pub(crate) permanent: bool,
    pub(crate) freed_in: &'static str,
    /// The function in which each thread last used it.
    pub(crate) used_in: [&'static str; MAX_THREADS],
}

/// Where a thread is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Declared, not created.
    Unborn,
    /// Created; it stands before the step that it announces.
    Ready,
    /// Its function has returned.
    Finished,
}

pub(crate) struct Thread {
    pub(crate) name: Name,
    pub(crate) status: Status,
    pub(crate) next: Option<Operation>,
    pub(crate) function: &'static str,
    pub(crate) joinable: bool,
    pub(crate) joined: bool,
    pub(crate) steps: u32,
    /// What an announced [`OperationKind::Await`] waits for.
    pub(crate) guard: Vec<(ObjectId, u64)>,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Step {
    /// Who took it.
    pub thread: ThreadId,
    /// What was done.
    pub operation: Operation,
    /// What it returned.
    pub result: u64,
    /// The QEMU function that it was done in.
    pub function: &'static str,
}

impl Step {
    /// Whether it created a thread.
    pub(crate) fn creates(&self) -> bool {
        self.operation.kind == OperationKind::Create
    }
}

/// A block of memory that was given back: no step, but what readers look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freed {
    /// How many steps the execution had taken.
    pub after_step: usize,
    /// Who gave it back.
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
    pub(crate) threads: Vec<Thread>,
    clocks: Clocks,
    pub(crate) violations: Vec<Violation>,
    /// How many steps there were when each of the violations was seen; those
    /// that only the end shows are not among them.
    pub(crate) violated_at: Vec<usize>,
    /// The memory that was given back, when somebody wants to read the steps.
    pub(crate) freed: Vec<Freed>,
    pub(crate) outcome: Option<String>,
    /// Who took each step: the schedule by position.
    pub(crate) schedule: Vec<u8>,
    /// The steps themselves, when somebody wants to read them.
    pub(crate) steps: Option<Vec<Step>>,
    /// For each object, a digest of the order in which it was used.
    orders: Vec<u64>,
    /// Where each thread stands, when a search wants to know.
    pub(crate) tracking: Option<Tracking>,
    /// What each step used, when a search wants to know.
    pub(crate) footprints: Option<Footprints>,
    /// Objects that were declared, or given a first value, since an engine
    /// that keeps a twin of each has looked; nothing if none does.
    pub(crate) renewed: Option<Vec<ObjectId>>,
    /// Whether a real process would have died by now.
    crashed: bool,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Machine {
            objects: vec![],
            objects_used: 0,
            heaps: vec![],
            heaps_used: 0,
            threads: vec![],
            clocks: Clocks::new(),
            violations: vec![],
            violated_at: vec![],
            freed: vec![],
            outcome: None,
            schedule: vec![],
            steps: None,
            orders: vec![],
            tracking: None,
            footprints: None,
            renewed: None,
            crashed: false,
        }
    }

    /// The objects that this execution has declared.
    pub(crate) fn objects(&self) -> &[Object] {
        &self.objects[..self.objects_used]
    }

    /// `thread` stands before `operation`.
    pub(crate) fn announce(&mut self, thread: ThreadId, operation: Operation) {
        let thread = &mut self.threads[usize::from(thread.0)];
        thread.status = Status::Ready;
        thread.next = Some(operation);
    }

    /// `thread` has taken its step, and is on its way to the next.
    pub(crate) fn go_on(&mut self, thread: ThreadId) {
        self.threads[usize::from(thread.0)].next = None;
    }

    /// The step that `thread` stands before.
    pub fn announced(&self, thread: ThreadId) -> Option<Operation> {
        let thread = &self.threads[usize::from(thread.0)];
        if thread.status == Status::Ready { thread.next } else { None }
    }

    /// The threads that could take their next step now.
    pub(crate) fn enabled(&self) -> ThreadSet {
        let mut set = 0;
        for (id, thread) in self.threads.iter().enumerate() {
            if thread.status == Status::Ready
                && thread.next.is_some_and(|operation| self.is_enabled(id, operation))
            {
                set |= 1 << id;
            }
        }
        set
    }

    /// Whether `thread` could perform `operation` now.
    pub(crate) fn is_enabled(&self, thread: usize, operation: Operation) -> bool {
        let object = || &self.objects[usize::from(operation.object.0)];
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

    /// How many threads were declared.
    pub fn thread_count(&self) -> usize {
        self.threads.len()
    }

    /// The name of a thread.
    pub fn thread_name(&self, thread: ThreadId) -> String {
        self.threads[usize::from(thread.0)].name.to_string()
    }

    /// Whether a real process would have died by now.
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

    /// Whether the thread called `name` has run and ended.
    pub(crate) fn thread_ended(&self, name: &str) -> bool {
        self.threads
            .iter()
            .any(|thread| thread.status == Status::Finished && thread.name.to_string() == name)
    }

    /// Where a thread is in its life.
    pub fn status(&self, thread: ThreadId) -> Status {
        self.threads[usize::from(thread.0)].status
    }

    /// The name of an object, as C spells it.
    pub fn object_name(&self, object: ObjectId) -> String {
        match self.objects().get(usize::from(object.0)) {
            None => "thread".into(),
            Some(object) => {
                let heap = self.heaps[usize::from(object.heap.0)].name;
                if object.name.is_empty() {
                    heap.to_string()
                } else {
                    format!("{heap}.{}", object.name)
                }
            }
        }
    }

    /// What a step is done to: a thread that is created or joined, or an object.
    pub fn operand_name(&self, operation: Operation) -> String {
        match operation.argument {
            child @ 1.. if operation.names_thread() => {
                self.threads[child as usize - 1].name.to_string()
            }
            _ => self.object_name(operation.object),
        }
    }

    /// Records what `me` broke at `object`.
    pub(crate) fn violate(&mut self, me: ThreadId, breach: Breach, object: String, detail: String) {
        let function = self.threads[usize::from(me.0)].function;
        self.violate_in(me, function, breach, object, detail);
    }

    /// Records what `me` broke at `object`, in `function`.
    pub(crate) fn violate_in(
        &mut self,
        me: ThreadId,
        function: &'static str,
        breach: Breach,
        object: String,
        detail: String,
    ) {
        self.crashed |= breach.is_fatal();
        let thread = self.threads[usize::from(me.0)].name.to_string();
        let function = function.to_string();
        self.violated_at.push(self.schedule.len());
        self.violations.push(Violation { breach, object, function, thread, detail });
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
