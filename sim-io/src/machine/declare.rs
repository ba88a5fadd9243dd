//! The beginning of an execution: what there is.

use std::collections::VecDeque;

use super::{HeapBlock, Initialised, Life, Machine, Object, Shows, Status, Thread};
use crate::{
    object::{HeapId, MAX_THREADS, Name, ObjectId, ObjectKind, ThreadId},
    thread::Part,
    word::Word,
};

impl Machine {
    /// Forgets everything, for another execution whose first thread is `root`.
    pub(crate) fn reset(&mut self, root: Name) {
        self.objects_used = 0;
        self.heaps_used = 0;
        self.threads.clear();
        self.free = 0;
        self.waiting = 0;
        self.clocks.reset();
        self.violations.clear();
        self.violated_at.clear();
        if let Some(freed) = &mut self.freed {
            freed.clear();
        }
        if let Some(mishaps) = &mut self.mishaps {
            mishaps.clear();
        }
        self.outcome = None;
        self.schedule.clear();
        if let Some(steps) = &mut self.steps {
            steps.clear();
        }
        self.awaits.clear();
        self.orders.clear();
        if let Some(tracking) = &mut self.tracking {
            tracking.clear();
        }
        if let Some(footprints) = &mut self.footprints {
            footprints.clear();
        }
        if let Some(renewed) = &mut self.renewed {
            renewed.clear();
        }
        self.crashed = false;
        self.leaving = false;
        self.acts = &[];
        self.destroyed.clear();
        self.set_by.clear();
        let root = self.declare_thread(root, Part::Program);
        self.threads[usize::from(root.0)].status = Status::Ready;
    }

    pub(crate) fn declare_thread(&mut self, name: Name, part: Part) -> ThreadId {
        assert!(
            self.threads.len() < MAX_THREADS,
            "a world can have at most {} threads",
            MAX_THREADS
        );
        self.threads.push(Thread {
            name,
            part,
            status: Status::Unborn,
            next: None,
            function: "",
            joinable: false,
            last: None,
            joined: false,
            created: None,
            steps: 0,
            guard: vec![],
        });
        self.clocks.declare_thread();
        if let Some(tracking) = &mut self.tracking {
            tracking.declare_thread(self.threads.len() - 1);
        }
        ThreadId((self.threads.len() - 1) as u8)
    }

    pub(crate) fn declare_heap(&mut self, name: Name) -> HeapId {
        let id = self.heaps_used;
        if id == self.heaps.len() {
            self.heaps.push(HeapBlock {
                name,
                life: Life::Unborn,
                references: 0,
                permanent: false,
                allocated: None,
                freed: None,
                objects: 0..0,
            });
            self.used_in.push([""; MAX_THREADS]);
        }
        let block = &mut self.heaps[id];
        block.name = name;
        block.life = Life::Unborn;
        block.references = 0;
        block.permanent = false;
        block.allocated = None;
        block.freed = None;
        block.objects = 0..0;
        self.heaps_used += 1;
        HeapId(id as u16)
    }

    /// The blocks of memory that this execution has declared.
    pub(crate) fn heaps(&self) -> &[HeapBlock] {
        &self.heaps[..self.heaps_used]
    }

    pub(crate) fn declare_object(
        &mut self,
        kind: ObjectKind,
        heap: HeapId,
        name: &'static str,
    ) -> ObjectId {
        let id = self.objects_used;
        if id == self.objects.len() {
            self.objects.push(Object {
                kind,
                name,
                values: &[],
                heap,
                value: 0,
                initial: 0,
                initialised: Initialised::NotYet,
                changes: None,
                shows: Shows::Word,
                queue: [VecDeque::new(), VecDeque::new()],
            });
        }
        let object = &mut self.objects[id];
        object.kind = kind;
        object.name = name;
        object.values = &[];
        object.heap = heap;
        object.value = 0;
        object.initial = 0;
        object.initialised = Initialised::NotYet;
        object.changes = None;
        object.shows = Shows::Word;
        object.queue.iter_mut().for_each(VecDeque::clear);
        self.objects_used += 1;
        self.orders.push(0);
        self.renew(ObjectId(id as u16));
        self.lies_in(heap, id as u16);
        ObjectId(id as u16)
    }

    /// Declares a word whose values have names.
    pub(crate) fn declare_word<T: Word>(
        &mut self,
        kind: ObjectKind,
        heap: HeapId,
        name: &'static str,
    ) -> ObjectId {
        let id = self.declare_object(kind, heap, name);
        self.objects[usize::from(id.0)].values = T::NAMES;
        id
    }

    fn lies_in(&mut self, heap: HeapId, object: u16) {
        let block = &mut self.heaps[usize::from(heap.0)];
        if block.objects.is_empty() {
            block.objects = object..object;
        }
        // An allocation makes all of them new, and goes through no others.
        assert!(block.objects.end == object, "{} is declared in one go", block.name);
        block.objects.end += 1;
    }

    /// Tells an engine that wants to know of `object`.
    pub(super) fn renew(&mut self, object: ObjectId) {
        if let Some(renewed) = &mut self.renewed {
            renewed.push(object);
        }
    }
}
