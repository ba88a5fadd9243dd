//! Memory that C code allocates, frees and counts references of.

use crate::{
    ablation::{Act, leaves_out},
    engine,
    object::{HeapId, Name, ObjectId},
    sync::Ghost,
    violation::Breach,
    word::Word,
};

/// The life of a block of memory. Using an object in it before or after is a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Heap(HeapId);

impl Heap {
    /// Declares memory under the name that reports give it.
    pub fn declare(name: Name) -> Self {
        Heap(engine::with(|machine, _| machine.declare_heap(name)))
    }

    /// The memory so many declarations later.
    pub fn element(self, index: u8) -> Self {
        Heap(HeapId(self.0.0 + u16::from(index)))
    }

    /// Its id, for the declaration of what is in it.
    pub fn id(self) -> HeapId {
        self.0
    }

    /// The memory is as old as the process and is never freed.
    pub fn permanent(self) {
        engine::with(|machine, _| machine.make_permanent(self.0));
    }

    /// The name that reports give it.
    pub fn name(self) -> Name {
        engine::with(|machine, _| machine.heaps[usize::from(self.0.0)].name)
    }

    /// Returns true if it is allocated. A ghost: no step, for checks of rules only.
    pub fn is_alive(self) -> bool {
        engine::with(|machine, me| {
            let alive = machine.heap_is_alive(self.0);
            machine.saw(me, u64::from(alive));
            alive
        })
    }

    /// The number of references. A ghost: no step, for checks of rules only.
    pub fn references(self) -> u32 {
        engine::with(|machine, me| {
            let references = machine.heaps[usize::from(self.0.0)].references;
            machine.saw(me, u64::from(references));
            references
        })
    }
}

/// `g_new0`: allocates the memory, all zero, with one reference.
pub fn g_new0(heap: Heap) {
    engine::with(|machine, me| machine.allocate(me, heap.0));
}

/// `g_free`: every use must be ordered before.
#[track_caller]
pub fn g_free(heap: Heap) {
    if !leaves_out(Act::Free, heap.0) {
        engine::with(|machine, me| {
            machine.judge_guards(me, heap.0);
            machine.free(me, heap.0);
        });
    }
}

/// Reads or writes something in the memory that is not worth a word of its own.
pub fn touch(heap: Heap) {
    engine::with(|machine, me| {
        if machine.touch(me, heap.0, ObjectId(u16::MAX)) {
            machine.open_memory(usize::from(me.0), heap.0);
        }
    });
}

/// `object_ref`.
#[track_caller]
pub fn object_ref(heap: Heap) {
    if !leaves_out(Act::Ref, heap.0) {
        engine::with(|machine, me| machine.reference(me, heap.0));
    }
}

/// `object_unref`: returns true if it was the last reference, and the memory is gone.
#[track_caller]
pub fn object_unref(heap: Heap) -> bool {
    !leaves_out(Act::Unref, heap.0) && engine::with(|machine, me| machine.unreference(me, heap.0))
}

/// Records that a rule does not hold at `object`. The schedule goes on.
///
/// Nothing is recorded once a real process would have died: what rules then
/// say is about a world that never was.
pub fn broken(rule: &str, object: Name, detail: &str) {
    engine::with(|machine, me| {
        if !machine.has_crashed() {
            let (breach, object) = (Breach::Rule(rule.to_string()), object.to_string());
            machine.violate(me, breach, object, detail.to_string());
        }
    });
}

/// Records that a rule does not hold of a ghost; the violation names the thread that set it last.
/// A search by states does not keep that thread.
pub fn broken_ghost<T: Word>(rule: &str, ghost: Ghost<T>, detail: &str) {
    engine::with(|machine, me| {
        if !machine.has_crashed() {
            let (object, written) = (machine.memory_name(ghost.id()), machine.last_set(ghost.id()));
            let breach = Breach::Rule(rule.to_string());
            machine.violate(me, breach, object, detail.to_string()).origins.extend(written);
        }
    });
}

/// An `assert` of the C code. Records a violation if `holds` is false.
pub fn c_assert(holds: bool, condition: &str, object: Name) {
    if !holds {
        engine::with(|machine, me| {
            let breach = Breach::Assertion(condition.to_string());
            machine.violate(me, breach, object.to_string(), String::new());
        });
    }
}

/// Reports how an execution came out. A verdict counts each outcome.
pub fn report_outcome(outcome: impl AsRef<str>) {
    engine::with(|machine, _| machine.outcome = Some(outcome.as_ref().to_string()));
}
