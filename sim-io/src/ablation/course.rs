//! Courses taken in place of what a thread calls.

use std::{cell::Cell, panic::Location};

use super::{
    ABLATION, Act, Change, Seam, Spot, change_at,
    record::{Target, note},
    seam,
};
use crate::{
    engine,
    machine::Machine,
    object::{HeapId, ObjectId, ThreadId},
    operation::{Operation, OperationKind, Order},
};

/// The message about a thread that goes round without taking a step, because what it waited at is
/// not there.
pub const SPINS: &str = "a loop without a step, where something was taken out";

/// The most times that something is left out, one after the other, without a step in between.
const IDLE_MAX: u32 = 10_000;

thread_local! {
    /// The number of times that something was left out since the last step of any thread: only
    /// whether it is too often matters, so going back to a state does not.
    static IDLE: Cell<u32> = const { Cell::new(0) };
}

/// The course taken in place of a step.
enum Course {
    AsItIs,
    /// Nothing, and this is what it returns.
    Nothing(u64),
    /// Another step; and what it returns, if not what that does.
    Instead(Operation, Option<u64>),
    Twice,
}

/// Performs a step that is watched by `seam`.
#[cold]
pub(crate) fn performs(
    seam: Seam,
    operation: Operation,
    at: &'static Location<'static>,
    perform: fn(Operation) -> u64,
) -> u64 {
    let course = match seam {
        Seam::Ablated => engine::with(|machine, me| course(machine, me, operation, at)),
        Seam::Intact | Seam::Recorded => Course::AsItIs,
    };
    if let Course::Nothing(value) = course {
        idle();
        return value;
    }
    IDLE.set(0);
    let result = match course {
        Course::AsItIs | Course::Nothing(_) => perform(operation),
        Course::Instead(other, value) => {
            let result = perform(other);
            value.unwrap_or(result)
        }
        Course::Twice => {
            perform(operation);
            perform(operation)
        }
    };
    if seam == Seam::Recorded
        && let Some(act) = Act::of(operation.kind)
    {
        let target = Target::Object(operation.object);
        engine::with(|machine, me| {
            note(machine, me, (act, target), at, result);
        });
    }
    result
}

fn idle() {
    IDLE.set(IDLE.get() + 1);
    assert!(IDLE.get() < IDLE_MAX, "{SPINS}");
}

fn course(
    machine: &Machine,
    me: ThreadId,
    operation: Operation,
    at: &'static Location<'static>,
) -> Course {
    let Some(act) = Act::of(operation.kind) else { return Course::AsItIs };
    let target = Target::Object(operation.object);
    match change_at(act, at, || names(&target.spot(machine, me, act, at))) {
        Some(change) => changed(operation, change),
        None if is_other_half(machine, me, operation) => Course::Nothing(0),
        None => Course::AsItIs,
    }
}

fn names(spot: &Spot) -> (&'static str, &'static str, &'static str) {
    (spot.function, spot.memory, spot.field)
}

/// The course that `change` makes of `operation`.
fn changed(operation: Operation, change: Change) -> Course {
    let made = |kind| Operation { kind, ..operation };
    let read = made(OperationKind::Load(Order::Relaxed));
    match (change, operation.kind) {
        (Change::Dropped, OperationKind::Exchange | OperationKind::FetchAdd) => {
            Course::Instead(read, None)
        }
        (Change::Dropped, _) => Course::Nothing(0),
        (Change::Gives(value), _) => Course::Instead(operation, Some(value)),
        (Change::Always, _) => {
            let store = Operation { argument: operation.second, ..made(OperationKind::Exchange) };
            Course::Instead(store, Some(operation.argument))
        }
        // Anything but what it is compared with.
        (Change::Never, _) => Course::Instead(read, Some(u64::from(operation.argument == 0))),
        (Change::Twice, _) => Course::Twice,
        (Change::Relaxed, OperationKind::Load(_)) => Course::Instead(read, None),
        (Change::Relaxed, OperationKind::Store(_)) => {
            Course::Instead(made(OperationKind::Store(Order::Relaxed)), None)
        }
        (Change::Relaxed | Change::Detached, _) => Course::AsItIs,
    }
}

/// Returns true if `operation` is the unlock of a lock that is left out, or the lock after an
/// unlock that is: whether `me` holds it only `me` can change.
fn is_other_half(machine: &Machine, me: ThreadId, operation: Operation) -> bool {
    let half = match operation.kind {
        OperationKind::MutexUnlock => Act::Lock,
        OperationKind::MutexLock => Act::Unlock,
        _ => return false,
    };
    let object = &machine.objects[usize::from(operation.object.0)];
    let memory = machine.heaps[usize::from(object.heap.0)].name.base;
    let is_it = |spot: &Spot| (spot.act, spot.memory, spot.field) == (half, memory, object.name);
    let left_out =
        ABLATION.with_borrow(|ablation| ablation.as_ref().is_some_and(|it| is_it(&it.spot)));
    let held = object.value == u64::from(me.0) + 1;
    left_out && held == (half == Act::Unlock)
}

/// The change to something that is no step, if it is changed. `value` is what it gives.
fn call(
    act: Act,
    target: Target,
    at: &'static Location<'static>,
    value: impl Fn() -> u64,
) -> Option<Change> {
    match seam() {
        Seam::Intact => None,
        Seam::Recorded => {
            let value = value();
            engine::with(|machine, me| {
                note(machine, me, (act, target), at, value);
            });
            None
        }
        Seam::Ablated => {
            let change = engine::with(|machine, me| {
                change_at(act, at, || names(&target.spot(machine, me, act, at)))
            });
            if change.is_some() {
                idle();
            }
            change
        }
    }
}

/// Returns true if `act` on memory as a whole is left out.
#[inline]
#[track_caller]
pub(crate) fn leaves_out(act: Act, heap: HeapId) -> bool {
    if seam() == Seam::Intact {
        return false;
    }
    call(act, Target::Memory(heap), Location::caller(), || 0).is_some()
}

/// The change to `act` on an object, if it is changed. `value` is what it gives.
#[inline]
#[track_caller]
pub(crate) fn given(act: Act, object: ObjectId, value: impl Fn() -> u64) -> Option<Change> {
    if seam() == Seam::Intact {
        return None;
    }
    call(act, Target::Object(object), Location::caller(), value)
}
