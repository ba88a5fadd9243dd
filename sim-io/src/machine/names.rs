//! The names of threads and objects, and their places in their lives.

use super::{Actor, Machine, Status};
use crate::{
    object::{ObjectId, ThreadId},
    operation::Operation,
    violation::{Breach, Deed, Origin, Relation, Violation},
};

impl Machine {
    /// The number of threads declared.
    pub fn thread_count(&self) -> usize {
        self.threads.len()
    }

    /// The name of a thread.
    pub fn thread_name(&self, thread: ThreadId) -> String {
        self.threads[usize::from(thread.0)].name.to_string()
    }

    /// Returns true if the thread called `name` has run and ended.
    pub(crate) fn thread_ended(&self, name: &str) -> bool {
        self.threads
            .iter()
            .any(|thread| thread.status == Status::Finished && thread.name.to_string() == name)
    }

    /// The stage of a thread's life.
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

    /// The names of the values of what a step is done to.
    pub fn value_names(&self, object: ObjectId) -> &'static [&'static str] {
        self.objects().get(usize::from(object.0)).map_or(&[], |object| object.values)
    }

    /// The name of the memory that an object lies in.
    pub(crate) fn memory_name(&self, object: ObjectId) -> String {
        self.heaps[usize::from(self.objects[usize::from(object.0)].heap.0)].name.to_string()
    }

    /// `me` sets a ghost. A search by states does not keep that.
    pub(crate) fn note_set(&mut self, me: ThreadId, ghost: ObjectId) {
        if self.tracking.is_some() {
            return;
        }
        let actor = self.actor(me);
        match self.set_by.iter_mut().find(|(object, _)| *object == ghost) {
            Some((_, last)) => *last = actor,
            None => self.set_by.push((ghost, actor)),
        }
    }

    /// The last time that a ghost was set.
    pub(crate) fn last_set(&self, ghost: ObjectId) -> Option<Origin> {
        let (_, actor) = self.set_by.iter().find(|(object, _)| *object == ghost)?;
        Some(self.origin(Deed::Written, *actor, Relation::Before))
    }

    /// The operand of a step, by name: a thread that is created or joined, or an object.
    pub fn operand_name(&self, operation: Operation) -> String {
        match operation.argument {
            child @ 1.. if operation.names_thread() => {
                self.threads[child as usize - 1].name.to_string()
            }
            _ => self.object_name(operation.object),
        }
    }

    /// Records what `me` broke at `object`.
    pub(crate) fn violate(
        &mut self,
        me: ThreadId,
        breach: Breach,
        object: String,
        detail: String,
    ) -> &mut Violation {
        let function = self.threads[usize::from(me.0)].function;
        self.violate_in(me, function, breach, object, detail)
    }

    /// Records what `me` broke at `object`, in `function`.
    pub(crate) fn violate_in(
        &mut self,
        me: ThreadId,
        function: &'static str,
        breach: Breach,
        object: String,
        detail: String,
    ) -> &mut Violation {
        self.crashed |= breach.is_fatal();
        let thread = self.threads[usize::from(me.0)].name.to_string();
        let function = function.to_string();
        self.violated_at.push(self.schedule.len());
        let (fates, origins) = (vec![], vec![]);
        self.violations.push(Violation {
            breach,
            object,
            function,
            thread,
            detail,
            fates,
            origins,
        });
        self.violations.last_mut().expect("it was pushed")
    }

    /// A deed of `actor`.
    pub(super) fn origin(&self, deed: Deed, actor: Actor, relation: Relation) -> Origin {
        let thread = self.threads[usize::from(actor.thread.0)].name.to_string();
        Origin { deed, thread, function: actor.function.into(), relation }
    }

    /// `thread`, in the function that it is in.
    pub(super) fn actor(&self, thread: ThreadId) -> Actor {
        Actor { thread, function: self.threads[usize::from(thread.0)].function }
    }
}
