//! Every interleaving under the C11 memory model, by loom.
//!
//! loom decides which thread runs and which store a load reads. What a step does, the
//! machine decides, as under every engine: a word in loom holds only the number
//! of a store, and the machine's own clocks know what each store published.
//!
//! loom ends its whole search at a deadlock. So it never sees one: the machine
//! knows when no thread can take a step, and then all threads are let go and
//! unwound, and loom goes on to the next execution.
//!
//! Two of loom's limits reach users of this crate, who are told of both: five
//! threads at most, and no load that reads a later store. A third does not:
//! loom lets `try_lock` fail only for a thread that comes to it while the lock is held,
//! and looks for no such order: a thread that stands before it already waits, as for a
//! lock. But this crate offers no `try_lock`.
//!
//! Effects that are no steps, as the order in which references are dropped, are not
//! reordered for their own sake.

mod gate;
mod renew;
mod run;
mod step;
mod twin;
mod world;

use std::cell::Cell;

use loom::sync::atomic::{Ordering, fence};

pub(super) use self::run::search;
use self::{
    gate::Gate,
    renew::renew_twins,
    world::{THREADS_MAX, WORLD},
};
use super::{Body, Engine, unwind};
use crate::{
    machine::{End, Machine},
    object::ThreadId,
    operation::Operation,
};

/// The stack of a thread, in words: as large as that of this crate's kernel.
const STACK_WORDS: usize = 0x2000;

thread_local! {
    /// The thread that runs. Set again after everything that may switch threads.
    static CURRENT: Cell<ThreadId> = const { Cell::new(ThreadId(0)) };
}

struct Loom;
static LOOM: Loom = Loom;

/// Comes back from a point where loom may have switched threads.
fn resume(me: ThreadId) {
    CURRENT.set(me);
    leave_if_over();
}

fn leave_if_over() {
    if WORLD.with_borrow(|world| world.over.is_some()) {
        unwind::leave();
    }
}

/// Announces `operation`; ends the execution if that leaves no thread that can go on.
///
/// Even then the thread does not leave yet: loom must hear of the step, so that
/// it tries it before those that have made it impossible.
fn announce(operation: Operation) -> ThreadId {
    leave_if_over();
    let me = CURRENT.get();
    WORLD.with_borrow_mut(|world| {
        world.machine.announce(me, operation);
        world.settle_before_step();
    });
    me
}

impl Engine for Loom {
    fn operate(&self, operation: Operation) -> u64 {
        renew_twins();
        let me = announce(operation);
        step::take(me, operation)
    }

    fn create(&self, operation: Operation, thread: ThreadId, body: Body) {
        renew_twins();
        let me = announce(operation);
        if WORLD.with_borrow(|world| world.created == THREADS_MAX) {
            give_up(format!("loom runs at most {THREADS_MAX} threads, and this world has more"));
            unwind::leave();
        }
        // Closed before any thread can join this one.
        let end = Gate::new();
        end.enter();
        resume(me);
        step::take(me, operation);
        WORLD.with_borrow_mut(|world| world.add_thread(thread, end));
        loom::thread::Builder::new()
            .stack_size(STACK_WORDS)
            .spawn(move || run_thread(thread, body))
            .expect("loom spawns");
    }

    fn with(&self, f: &mut dyn FnMut(&mut Machine, ThreadId)) {
        let me = CURRENT.get();
        WORLD.with_borrow_mut(|world| f(&mut world.machine, me));
        renew_twins();
    }

    fn fence(&self) {
        fence(Ordering::Acquire);
        let me = CURRENT.get();
        WORLD.with_borrow_mut(|world| world.machine.fence(me));
    }
}

/// loom cannot run this program.
fn give_up(obstacle: String) {
    WORLD.with_borrow_mut(|world| {
        world.obstacle = Some(obstacle);
        world.end(End::Abandoned);
    });
}

/// The function of a thread of loom: the body of `thread`.
fn run_thread(thread: ThreadId, body: impl FnOnce()) {
    CURRENT.set(thread);
    let panic = unwind::run(|| {
        leave_if_over();
        body();
    });
    if std::thread::panicking() {
        // loom itself has failed, and cancels its threads.
        return;
    }
    WORLD.with_borrow_mut(|world| {
        world.machine.finish(thread, panic);
        if let Some(end) = world.end_of(thread) {
            end.open();
        }
        world.settle();
    });
}
