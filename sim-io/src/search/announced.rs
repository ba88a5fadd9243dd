//! The announced operations of threads: all that a sampler knows before a step.
//!
//! Only the announced operation counts. Plain memory and lives, which a
//! footprint also has, belong to a step that is not taken yet.

use crate::{
    machine::{
        Machine,
        footprint::{Access, Mode, mode},
    },
    object::{ObjectId, ThreadId},
    operation::{Operation, OperationKind},
};

/// The objects that the announced operation of `thread` uses, and how.
pub(super) fn uses(machine: &Machine, thread: ThreadId) -> impl Iterator<Item = (ObjectId, Mode)> {
    let operation = machine.announced(thread);
    let awaits = operation.is_some_and(|operation| operation.kind == OperationKind::Await);
    let guard = if awaits { &machine.threads[usize::from(thread.0)].guard[..] } else { &[] };
    let own = operation.filter(|_| !awaits).and_then(|operation| use_of(machine, operation));
    guard.iter().map(|(object, _)| (*object, Mode::Read)).chain(own)
}

/// The accesses of the announced operation of `thread`, as a footprint has them.
pub(super) fn accesses(machine: &Machine, thread: ThreadId) -> impl Iterator<Item = Access> {
    uses(machine, thread).map(|(object, mode)| Access { key: u32::from(object.0), mode })
}

/// The effect of an operation that names its only object.
fn use_of(machine: &Machine, operation: Operation) -> Option<(ObjectId, Mode)> {
    // Detached threads have no handle to write.
    let object = machine.objects().get(usize::from(operation.object.0))?;
    let taken = u64::from(object.queue[0].is_empty());
    Some((operation.object, mode(operation, taken)?))
}

/// Returns true if the order of the two announced operations matters.
pub(super) fn races(machine: &Machine, one: ThreadId, other: ThreadId) -> bool {
    uses(machine, one).any(|(object, mode)| {
        uses(machine, other).any(|(used, how)| object == used && mode.depends(how))
    })
}
