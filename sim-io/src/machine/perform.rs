//! The effect of each step on memory, and the violations that it causes.

use super::{
    Actor, Initialised, Machine, Memory, Status, Step, footprint::Mode, mix, order::Rival,
};
use crate::{
    object::{ObjectId, ObjectKind, ThreadId},
    operation::{Operation, OperationKind},
    violation::{Breach, Relation},
};

impl Machine {
    /// Performs the step that `me` announced, and returns its result.
    ///
    /// The step must be enabled.
    pub(crate) fn perform(&mut self, me: ThreadId, operation: Operation) -> u64 {
        self.perform_in(me, operation, Memory::Latest)
    }

    /// Performs the step under an engine that chooses which stores are read.
    pub(crate) fn perform_in(&mut self, me: ThreadId, operation: Operation, memory: Memory) -> u64 {
        self.begin_step(me, operation);
        let taken = self.next_class(operation);
        let word = self.objects.get(usize::from(operation.object.0));
        let (old, judged) = word.map_or((0, false), |word| (word.value, word.changes.is_some()));
        let result = self.effect(me, operation, memory);
        if judged {
            self.judge_change(me, operation.object, old);
        }
        self.note_operation(usize::from(me.0), operation, taken, old, result);
        self.note_step(me, operation, result);
        let seen = if operation.kind == OperationKind::Count { 0 } else { result };
        self.saw_step(me, operation, seen);
        result
    }

    /// The part of a step that comes before its effect: memory is touched.
    fn begin_step(&mut self, me: ThreadId, operation: Operation) {
        self.threads[usize::from(me.0)].steps += 1;
        self.begin_footprint();
        if self.tracking.is_some() {
            self.close_window(usize::from(me.0));
        }
        let object = usize::from(operation.object.0);
        if object < self.objects().len() {
            self.check_object(me, operation);
            let order = &mut self.orders[object];
            *order = mix(*order, u64::from(me.0) << 8 | kind_code(operation.kind));
        }
    }

    /// The part that comes after it: the step is written down.
    ///
    /// Time passes after the effect, so that what a thread does between this
    /// step and its next is not taken for published by this one.
    fn note_step(&mut self, me: ThreadId, operation: Operation, result: u64) {
        self.clocks.tick(usize::from(me.0));
        self.schedule.push(me.0);
        if !operation.kind.is_housekeeping() {
            let thread = &mut self.threads[usize::from(me.0)];
            thread.last = Some((operation, result, thread.function));
        }
        if let Some(steps) = &mut self.steps {
            if operation.kind == OperationKind::Await {
                let guard = self.threads[usize::from(me.0)].guard.clone();
                self.awaits.push((steps.len(), guard));
            }
            let function = self.threads[usize::from(me.0)].function;
            steps.push(Step { thread: me, operation, result, function });
        }
    }

    fn check_object(&mut self, me: ThreadId, operation: Operation) {
        let object = &self.objects[usize::from(operation.object.0)];
        let (heap, initialised) = (object.heap, object.initialised);
        if !self.touch(me, heap, operation.object) {
            return;
        }
        let guarded =
            matches!(object_kind(operation.kind), Some(ObjectKind::Semaphore | ObjectKind::Mutex));
        let breach = match initialised {
            Initialised::Yes => return,
            Initialised::NotYet => Breach::UseBeforeInit,
            Initialised::Destroyed => Breach::UseAfterDestroy,
        };
        if guarded {
            let name = self.object_name(operation.object);
            let destroyed = self.destroyer_of(operation.object);
            self.violate(me, breach, name, String::new()).origins.extend(destroyed);
        }
    }

    /// The class of the entry that a take would get.
    fn next_class(&self, operation: Operation) -> u64 {
        match operation.kind {
            OperationKind::Take => {
                let queue = &self.objects[usize::from(operation.object.0)].queue;
                u64::from(queue[0].is_empty())
            }
            _ => 0,
        }
    }

    fn effect(&mut self, me: ThreadId, operation: Operation, memory: Memory) -> u64 {
        let object = usize::from(operation.object.0);
        let thread = usize::from(me.0);
        match operation.kind {
            OperationKind::SemPost => {
                self.objects[object].value += 1;
                self.clocks.post(thread, object);
                0
            }
            OperationKind::SemWait | OperationKind::Poll => {
                // There may be none to take in a semaphore that is not initialised.
                self.objects[object].value = self.objects[object].value.saturating_sub(1);
                self.clocks.wait(thread, object);
                0
            }
            OperationKind::MutexLock => {
                self.objects[object].value = u64::from(me.0) + 1;
                self.clocks.acquire(thread, object);
                0
            }
            OperationKind::MutexUnlock => self.unlock(me, operation.object),
            OperationKind::SemDestroy | OperationKind::MutexDestroy => self.destroy(me, operation),
            OperationKind::Load(order) => self.load(thread, object, order, memory),
            OperationKind::Store(order) => self.store(thread, operation, order, memory),
            OperationKind::Exchange | OperationKind::CompareExchange | OperationKind::FetchAdd => {
                self.read_modify_write(thread, operation, memory)
            }
            OperationKind::Count => self.count(object, operation, memory),
            OperationKind::PlainRead => self.plain_read(me, operation.object),
            OperationKind::PlainWrite => self.plain_write(me, operation.object, operation.argument),
            OperationKind::Create => self.create(me, operation),
            OperationKind::Join => self.join(me, operation),
            OperationKind::Push => self.push(thread, operation),
            OperationKind::Take => self.take(thread, object),
            OperationKind::Await => self.awaited(thread, memory),
        }
    }

    fn unlock(&mut self, me: ThreadId, object: ObjectId) -> u64 {
        let mutex = &mut self.objects[usize::from(object.0)];
        let held = mutex.value == u64::from(me.0) + 1;
        if held {
            mutex.value = 0;
        } else {
            let name = self.object_name(object);
            self.violate(me, Breach::UnlockOfUnheld, name, String::new());
        }
        self.clocks.release(usize::from(me.0), usize::from(object.0));
        0
    }

    /// A read of plain memory that is no step of its own.
    pub(crate) fn watched_read(&mut self, me: ThreadId, object: ObjectId) -> u64 {
        self.use_word(me, object, Mode::Read);
        let value = self.plain_read(me, object);
        let shown = self.shown(object, value);
        self.saw(me, shown);
        value
    }

    /// A write of plain memory that is no step of its own.
    pub(crate) fn watched_write(&mut self, me: ThreadId, object: ObjectId, value: u64) {
        self.use_word(me, object, Mode::Write);
        self.plain_write(me, object, value);
    }

    /// `me` uses plain memory between two steps.
    fn use_word(&mut self, me: ThreadId, object: ObjectId, mode: Mode) {
        let heap = self.objects[usize::from(object.0)].heap;
        self.touch(me, heap, object);
        self.note_access(object, mode);
        if self.tracking.is_some() {
            self.open_memory(usize::from(me.0), heap);
        }
    }

    /// Notes an access to a word, in a machine that tracks; returns an access in no order with it.
    fn open(&mut self, me: ThreadId, object: ObjectId, mode: Mode) -> Option<Rival> {
        self.tracking.is_some().then(|| self.open_word(usize::from(me.0), object, mode)).flatten()
    }

    fn plain_read(&mut self, me: ThreadId, object: ObjectId) -> u64 {
        let window = self.open(me, object, Mode::Read);
        let function = self.threads[usize::from(me.0)].function;
        let clock = self.clocks.read(usize::from(me.0), usize::from(object.0), function);
        if let Some(writer) = self.judge(clock, window) {
            self.race(me, object, writer, "written");
        }
        self.objects[usize::from(object.0)].value
    }

    fn plain_write(&mut self, me: ThreadId, object: ObjectId, value: u64) -> u64 {
        let window = self.open(me, object, Mode::Write);
        let function = self.threads[usize::from(me.0)].function;
        let clock = self.clocks.write(usize::from(me.0), usize::from(object.0), function);
        if let Some(other) = self.judge(clock, window) {
            self.race(me, object, other, "used");
        }
        self.objects[usize::from(object.0)].value = value;
        0
    }

    fn race(&mut self, me: ThreadId, object: ObjectId, other: Rival, how: &str) {
        let detail = format!("also {how} by {}, in no order", self.threads[other.thread].name);
        let name = self.object_name(object);
        let actor = Actor { thread: ThreadId(other.thread as u8), function: other.function };
        let access = self.origin(other.deed, actor, Relation::Unordered);
        self.violate(me, Breach::DataRace, name, detail).origins.push(access);
    }

    /// Creates a thread: `argument` is its number plus one; `second` says whether it is joinable.
    fn create(&mut self, me: ThreadId, operation: Operation) -> u64 {
        let child = operation.argument as usize - 1;
        assert!(
            self.threads[child].status == Status::Unborn,
            "{} is created twice",
            self.threads[child].name
        );
        self.clocks.create(usize::from(me.0), child);
        self.threads[child].joinable = operation.second != 0;
        self.threads[child].created = Some(self.actor(me));
        self.threads[child].status = Status::Ready;
        if usize::from(operation.object.0) < self.objects().len() {
            self.plain_write(me, operation.object, operation.argument);
            // The child, and any thread that hears of it, comes after the handle.
            self.close_window(usize::from(me.0));
        }
        0
    }

    fn join(&mut self, me: ThreadId, operation: Operation) -> u64 {
        if operation.argument == 0 {
            let name = self.object_name(operation.object);
            self.violate(me, Breach::JoinOfNothing, name, String::new());
            return 0;
        }
        let child = operation.argument as usize - 1;
        if self.threads[child].joined {
            let name = self.threads[child].name.to_string();
            self.violate(me, Breach::JoinTwice, name, String::new());
        }
        self.threads[child].joined = true;
        self.clocks.join(usize::from(me.0), child);
        self.close_window(child);
        0
    }

    /// Detaches the thread that `handle` is of: no thread will join it, which is no leak.
    pub(crate) fn detach(&mut self, handle: ObjectId, thread: u64) {
        self.note_access(handle, Mode::Write);
        if let Some(child) = thread.checked_sub(1) {
            self.threads[child as usize].joined = true;
        }
    }

    /// `second` is the class of urgency: 0 before 1.
    fn push(&mut self, me: usize, operation: Operation) -> u64 {
        let object = usize::from(operation.object.0);
        self.clocks.push(me, object, operation.second as usize);
        let queue = &mut self.objects[object];
        queue.value += 1;
        queue.queue[operation.second as usize].push_back(operation.argument);
        0
    }

    /// The most urgent entry, plus one; zero if there is none.
    fn take(&mut self, me: usize, object: usize) -> u64 {
        let queue = &mut self.objects[object].queue;
        self.clocks.take(me, object, usize::from(queue[0].is_empty()));
        let taken = queue.iter_mut().find_map(std::collections::VecDeque::pop_front);
        taken.map_or(0, |entry| entry + 1)
    }
}

fn object_kind(kind: OperationKind) -> Option<ObjectKind> {
    match kind {
        OperationKind::SemPost | OperationKind::SemWait | OperationKind::SemDestroy => {
            Some(ObjectKind::Semaphore)
        }
        OperationKind::MutexLock | OperationKind::MutexUnlock | OperationKind::MutexDestroy => {
            Some(ObjectKind::Mutex)
        }
        _ => None,
    }
}

pub(super) fn kind_code(kind: OperationKind) -> u64 {
    match kind {
        OperationKind::SemPost => 1,
        OperationKind::SemWait => 2,
        OperationKind::SemDestroy => 3,
        OperationKind::MutexLock => 4,
        OperationKind::MutexUnlock => 5,
        OperationKind::MutexDestroy => 6,
        OperationKind::Load(_) => 7,
        OperationKind::Store(_) => 8,
        OperationKind::Exchange => 9,
        OperationKind::CompareExchange => 10,
        OperationKind::FetchAdd => 11,
        OperationKind::PlainRead => 12,
        OperationKind::PlainWrite => 13,
        OperationKind::Create => 14,
        OperationKind::Join => 15,
        OperationKind::Push => 16,
        OperationKind::Poll => 17,
        OperationKind::Take => 18,
        OperationKind::Await => 19,
        OperationKind::Count => 20,
    }
}
