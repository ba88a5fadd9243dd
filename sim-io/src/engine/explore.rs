//! This crate's kernel: coroutines, one step at a time, the next chosen by a strategy.
//!
//! A thread announces its next step, then asks the strategy which goes on. If it
//! is itself, it performs the step without a switch; otherwise it is suspended
//! and the kernel resumes the other. A new thread runs at once up to its first
//! announced step, so that the strategy always knows what every thread is about
//! to do.

mod fiber;
mod image;
mod ledger;
mod measure;
mod origin;
mod rounds;
mod run;
mod snapshot;

use std::{cell::RefCell, mem::ManuallyDrop};

use corosensei::stack::DefaultStack;

pub use self::measure::{bare_switch, scheduled_operation};
pub(crate) use self::run::{Execution, Notes, search, watched};
use self::{
    fiber::{Fiber, Suspender},
    origin::Origin,
    snapshot::Snapshots,
};
use super::unwind;
use crate::{
    machine::{End, Machine},
    object::{MAX_THREADS, ThreadId},
    operation::Operation,
    search::Strategy,
};

/// The kernel of this OS thread.
struct Kernel {
    machine: Machine,
    strategy: Option<Box<dyn Strategy>>,
    fibers: Vec<Option<ManuallyDrop<Fiber>>>,
    stacks: Vec<DefaultStack>,
    suspenders: Vec<Option<Suspender>>,
    /// The thread that runs.
    current: ThreadId,
    /// The thread that runs next; none once the execution is over.
    next: Option<ThreadId>,
    /// The states to which the search may go back, in each of the lanes that take turns.
    lanes: Vec<Snapshots>,
    /// The lane that runs.
    lane: usize,
    /// The state from which every execution of the program may begin.
    origin: Option<Origin>,
    /// True if threads may be copied.
    copyable: bool,
    /// The part of this execution that is to be kept.
    goal: Goal,
    /// The use for which the state before the next step is to be kept.
    keep: Keep,
    /// True if the execution went on from a state that was kept.
    went_back: bool,
    /// The creator of the thread that runs up to its first step.
    creator: Option<ThreadId>,
    /// True while suspended threads are being unwound.
    unwinding: bool,
    end: End,
    steps_max: usize,
}

/// The part of an execution that is to be kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Nothing,
    /// The state before its first step.
    Origin,
    /// The states that the search will go back to.
    States,
}

/// The use for which a state is to be kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    Origin,
    State,
}

thread_local! {
    static KERNEL: RefCell<Kernel> = RefCell::new(Kernel::new());
}

impl Kernel {
    fn new() -> Self {
        Kernel {
            machine: Machine::new(),
            strategy: None,
            fibers: (0..MAX_THREADS).map(|_| None).collect(),
            stacks: vec![],
            suspenders: vec![None; MAX_THREADS],
            current: ThreadId(0),
            next: None,
            lanes: vec![Snapshots::default()],
            lane: 0,
            origin: None,
            copyable: false,
            goal: Goal::Nothing,
            keep: Keep::Nothing,
            went_back: false,
            creator: None,
            unwinding: false,
            end: End::Finished,
            steps_max: usize::MAX,
        }
    }

    /// The thread that takes the next step; notes how the execution ended if there is none.
    fn pick(&mut self) -> Option<ThreadId> {
        let enabled = self.machine.enabled();
        if let Some(end) = self.machine.ended(enabled, self.steps_max) {
            self.end = end;
            return None;
        }
        let strategy = self.strategy.as_mut().expect("a search has a strategy");
        let picked = strategy.pick(&self.machine, enabled, self.current);
        match self.goal {
            Goal::Nothing => (),
            Goal::Origin => {
                self.keep = Keep::Origin;
                self.goal = Goal::behind_origin(&self.machine);
            }
            Goal::States => {
                let wants = self.lanes[self.lane].wants(self.machine.schedule.len());
                let keeps = wants && strategy.comes_back();
                self.keep = if keeps { Keep::State } else { Keep::Nothing };
            }
        }
        if picked.is_none() {
            self.end = End::Abandoned;
            if let Some(steps) = strategy.livelock() {
                self.machine.livelock(steps);
            }
        }
        picked
    }

    /// Announces `operation` for the running thread, and chooses the one that goes on.
    fn announce(&mut self, operation: Operation) -> Turn {
        let me = self.current;
        self.machine.announce(me, operation);
        let next = match self.creator.take() {
            Some(creator) => Some(creator),
            None => self.pick(),
        };
        // A state is kept only while every thread is suspended.
        if next == Some(me) && self.keep == Keep::Nothing {
            return Turn::Mine(me);
        }
        self.next = next;
        Turn::Theirs(me, self.suspender(me))
    }

    fn suspender(&self, thread: ThreadId) -> Suspender {
        self.suspenders[usize::from(thread.0)].expect("a running thread can be suspended")
    }
}

enum Turn {
    Mine(ThreadId),
    Theirs(ThreadId, Suspender),
}

/// Suspends the running thread until it is picked, and lets it do `f` then.
fn suspend<R>(suspender: Suspender, f: impl FnOnce(&mut Kernel) -> R) -> R {
    suspender.suspend();
    let done = KERNEL.with_borrow_mut(|kernel| (!kernel.unwinding).then(|| f(kernel)));
    done.unwrap_or_else(|| unwind::leave())
}

/// Performs `operation` as the next step of the running thread, when it is its turn.
pub(super) fn operate(operation: Operation) -> u64 {
    ledger::outside(|| {
        let turn = KERNEL.with_borrow_mut(|kernel| match kernel.announce(operation) {
            Turn::Mine(me) => Ok(kernel.machine.perform(me, operation)),
            Turn::Theirs(me, suspender) => Err((me, suspender)),
        });
        turn.unwrap_or_else(|(me, suspender)| {
            suspend(suspender, |kernel| kernel.machine.perform(me, operation))
        })
    })
}

/// Performs the step `operation`, which creates `thread`, and starts it.
pub(super) fn create(operation: Operation, thread: ThreadId, body: impl FnOnce() + Send + 'static) {
    ledger::outside(|| create_outside(operation, thread, body));
}

fn create_outside(operation: Operation, thread: ThreadId, body: impl FnOnce() + Send + 'static) {
    let turn = KERNEL.with_borrow_mut(|kernel| kernel.announce(operation));
    let me = match turn {
        Turn::Mine(me) => me,
        Turn::Theirs(me, suspender) => suspend(suspender, |_| me),
    };
    let suspender = KERNEL.with_borrow_mut(|kernel| {
        kernel.machine.perform(me, operation);
        kernel.start(thread, body);
        kernel.next = Some(thread);
        kernel.creator = Some(me);
        kernel.suspender(me)
    });
    suspend(suspender, |_| ());
}

/// Gives access to the machine between two steps.
#[inline]
pub(super) fn with<R>(f: impl FnOnce(&mut Machine, ThreadId) -> R) -> R {
    ledger::outside(|| {
        KERNEL.with_borrow_mut(|kernel| {
            let me = kernel.current;
            f(&mut kernel.machine, me)
        })
    })
}
