//! The end of locks and semaphores.

use super::{Initialised, Machine, Status};
use crate::{
    object::{HeapId, ObjectId, ObjectKind, ThreadId},
    operation::{Operation, OperationKind},
    violation::{Breach, Deed, Origin, Relation},
};

impl Machine {
    /// `pthread_mutex_destroy` of a locked mutex and `pthread_cond_destroy`
    /// under a waiter are errors that QEMU aborts on, or worse.
    pub(super) fn destroy(&mut self, me: ThreadId, operation: Operation) -> u64 {
        let id = operation.object;
        let breach = match operation.kind {
            OperationKind::MutexDestroy => {
                (self.objects[usize::from(id.0)].value != 0).then_some(Breach::DestroyWhileLocked)
            }
            _ => self.waiter_of(id).map(|_| Breach::DestroyWhileWaited),
        };
        if let Some(breach) = breach {
            let user = self.user_of_guard(id, &breach);
            let detail = format!("{} by {}", user.deed.name(), user.thread);
            let name = self.object_name(id);
            self.violate(me, breach, name, detail).origins.push(user);
        }
        let actor = self.actor(me);
        self.destroyed.push((id, actor));
        self.objects[usize::from(id.0)].initialised = Initialised::Destroyed;
        0
    }

    /// The thread that holds, or waits on, what is destroyed.
    fn user_of_guard(&self, guard: ObjectId, breach: &Breach) -> Origin {
        let (deed, thread) = match breach {
            Breach::DestroyWhileLocked => {
                (Deed::Holds, self.objects[usize::from(guard.0)].value as usize - 1)
            }
            _ => (Deed::Waits, self.waiter_of(guard).expect("there is one")),
        };
        self.origin(deed, self.actor(ThreadId(thread as u8)), Relation::Unordered)
    }

    /// The last destruction of a lock or a semaphore that is destroyed.
    pub(super) fn destroyer_of(&self, guard: ObjectId) -> Option<Origin> {
        if self.objects[usize::from(guard.0)].initialised != Initialised::Destroyed {
            return None;
        }
        let (_, actor) = self.destroyed.iter().rev().find(|(object, _)| *object == guard)?;
        Some(self.origin(Deed::Destroyed, *actor, Relation::Untold))
    }

    /// Judges the locks and semaphores in memory that `me` frees by hand: each was destroyed
    /// before. Where the last reference went, the object's finalizer does that.
    pub(crate) fn judge_guards(&mut self, me: ThreadId, heap: HeapId) {
        if !self.heap_is_alive(heap) {
            return;
        }
        let left = |object: &&u16| {
            let object = &self.objects[usize::from(**object)];
            matches!(object.kind, ObjectKind::Mutex | ObjectKind::Semaphore)
                && object.initialised == Initialised::Yes
        };
        let objects: Vec<u16> = self.heaps()[usize::from(heap.0)].objects.clone().collect();
        let left: Vec<u16> = objects.iter().filter(left).copied().collect();
        for object in left {
            let name = self.object_name(ObjectId(object));
            self.violate(me, Breach::NeverDestroyed, name, String::new());
        }
    }

    fn waiter_of(&self, semaphore: ObjectId) -> Option<usize> {
        self.threads.iter().position(|thread| {
            thread.status == Status::Ready
                && thread.next.is_some_and(|next| {
                    next.kind == OperationKind::SemWait && next.object == semaphore
                })
                && self.objects[usize::from(semaphore.0)].value == 0
        })
    }
}
