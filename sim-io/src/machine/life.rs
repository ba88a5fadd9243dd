//! The lives of memory: allocation, free, references.
//!
//! None of these is a step of its own. A use after the free is seen when it
//! happens; a use that comes before the free only in this schedule is seen at
//! the free, because no clock orders it.

use super::{Freed, HeapBlock, Initialised, Life, Machine, footprint::Mode};
use crate::{
    object::{HeapId, ObjectId, ObjectKind, ThreadId},
    violation::{Breach, Deed, Relation},
};

impl Machine {
    fn heap(&mut self, heap: HeapId) -> &mut HeapBlock {
        &mut self.heaps[usize::from(heap.0)]
    }

    pub(crate) fn heap_is_alive(&self, heap: HeapId) -> bool {
        self.heaps[usize::from(heap.0)].life == Life::Alive
    }

    pub(crate) fn heap_name(&self, heap: HeapId) -> String {
        self.heaps[usize::from(heap.0)].name.to_string()
    }

    /// `g_new0`: the memory begins to live, with one reference.
    pub(crate) fn allocate(&mut self, me: ThreadId, heap: HeapId) {
        self.note_heap(heap, Mode::Write);
        let allocated = Some(self.actor(me));
        let block = self.heap(heap);
        block.life = Life::Alive;
        block.references = 1;
        block.allocated = allocated;
        for id in block.objects.clone() {
            let object = &mut self.objects[usize::from(id)];
            object.value = 0;
            object.initialised = Initialised::NotYet;
            self.renew(ObjectId(id));
        }
    }

    /// The memory lives as long as the process and is never freed.
    pub(crate) fn make_permanent(&mut self, heap: HeapId) {
        let block = self.heap(heap);
        block.life = Life::Alive;
        block.permanent = true;
    }

    /// `qemu_mutex_init`, `qemu_sem_init`.
    pub(crate) fn initialise(&mut self, object: ObjectId, value: u64) {
        self.note_access(object, Mode::Write);
        if self.objects[usize::from(object.0)].kind == ObjectKind::Semaphore {
            self.clocks.start_tokens(usize::from(object.0), value);
        }
        self.renew(object);
        let object = &mut self.objects[usize::from(object.0)];
        object.value = value;
        object.initial = value;
        object.initialised = Initialised::Yes;
    }

    /// Lets `me` use the memory; returns true if it may.
    #[inline]
    pub(crate) fn touch(&mut self, me: ThreadId, heap: HeapId, object: ObjectId) -> bool {
        let (thread, id) = (usize::from(me.0), usize::from(heap.0));
        let block = &self.heaps[id];
        if block.permanent {
            return true;
        }
        let alive = block.life == Life::Alive;
        if self.footprints.is_some() {
            self.note_use(heap);
        }
        if alive {
            self.used_in[id][thread] = self.threads[thread].function;
            self.clocks.touch(thread, id);
        } else {
            self.touch_dead(me, heap, object);
        }
        alive
    }

    // Not inlined, so that a machine that notes no footprints does not pay for it.
    #[inline(never)]
    fn note_use(&mut self, heap: HeapId) {
        self.note_heap(heap, Mode::Read);
    }

    #[cold]
    #[inline(never)]
    fn touch_dead(&mut self, me: ThreadId, heap: HeapId, object: ObjectId) {
        let block = &self.heaps[usize::from(heap.0)];
        let breach =
            if block.life == Life::Freed { Breach::UseAfterFree } else { Breach::UseBeforeInit };
        let freed = block.freed.map(|(actor, at)| {
            let relation = match self.clocks.knows(usize::from(me.0), actor, at) {
                _ if self.tracking.is_some() => Relation::Untold,
                true => Relation::Before,
                false => Relation::Unordered,
            };
            self.origin(Deed::Freed, actor, relation)
        });
        let detail =
            freed.as_ref().map_or(String::new(), |freed| format!("freed in {}", freed.function));
        let name = match self.objects().get(usize::from(object.0)) {
            Some(_) => self.object_name(object),
            None => self.heap_name(heap),
        };
        self.violate(me, breach, name, detail).origins.extend(freed);
    }

    /// `g_free`.
    pub(crate) fn free(&mut self, me: ThreadId, heap: HeapId) {
        self.note_heap(heap, Mode::Write);
        let (actor, at) = (self.actor(me), self.clocks.time(usize::from(me.0)));
        let block = self.heap(heap);
        let was = block.life;
        block.life = Life::Freed;
        let first = block.freed.replace((actor, at));
        if was != Life::Alive {
            let name = self.heap_name(heap);
            let first = first.map(|(actor, _)| self.origin(Deed::Freed, actor, Relation::Untold));
            self.violate(me, Breach::DoubleFree, name, String::new()).origins.extend(first);
            return;
        }
        self.note_free(me, heap);
        let clock = self.clocks.free(usize::from(me.0), usize::from(heap.0));
        let clock = clock.map(|user| (user, self.used_in[usize::from(heap.0)][user]));
        let window = self.user_of(usize::from(me.0), heap);
        if let Some((user, used_in)) = self.judge(clock, window) {
            let detail = format!("freed in {}, in no order with this use", actor.function);
            let name = self.heap_name(heap);
            let freed = self.origin(Deed::Freed, actor, Relation::Unordered);
            let user = ThreadId(user as u8);
            let violation = self.violate_in(user, used_in, Breach::UseAfterFree, name, detail);
            violation.origins.push(freed);
        }
    }

    fn note_free(&mut self, me: ThreadId, heap: HeapId) {
        if self.freed.is_none() {
            return;
        }
        let thread = &self.threads[usize::from(me.0)];
        let (name, function) = (thread.name.to_string(), thread.function);
        let (after_step, memory) = (self.schedule.len(), self.heap_name(heap));
        if let Some(freed) = &mut self.freed {
            freed.push(Freed { after_step, thread: name, function, memory });
        }
    }

    /// `object_ref`.
    pub(crate) fn reference(&mut self, me: ThreadId, heap: HeapId) {
        if self.touch(me, heap, ObjectId(u16::MAX)) {
            self.note_references(heap, Mode::Ref);
            self.open_memory(usize::from(me.0), heap);
            self.heap(heap).references += 1;
        }
    }

    /// `object_unref`: returns true if the last reference went, and the memory with it.
    pub(crate) fn unreference(&mut self, me: ThreadId, heap: HeapId) -> bool {
        let block = self.heap(heap);
        let is_last = block.life != Life::Alive || block.references == 1;
        self.note_references(heap, if is_last { Mode::Write } else { Mode::Unref });
        let block = self.heap(heap);
        if block.life != Life::Alive {
            let freed = block.freed;
            let name = self.heap_name(heap);
            let freed = freed.map(|(actor, _)| self.origin(Deed::Freed, actor, Relation::Untold));
            self.violate(me, Breach::RefCountBelowZero, name, String::new()).origins.extend(freed);
            return false;
        }
        block.references -= 1;
        // A reference count is an acquire-release counter: the thread that drops
        // the last reference is ordered after all that dropped theirs.
        let last = block.references == 0;
        self.saw(me, u64::from(last));
        self.close_memory(usize::from(me.0), heap);
        self.clocks.drop_reference(usize::from(me.0), usize::from(heap.0), last);
        if last {
            self.free(me, heap);
        }
        last
    }
}
