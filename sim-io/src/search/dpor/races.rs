//! Pairs of steps that race, and the schedules that reverse them.

use super::{order::Trace, wakeup::Event};
use crate::{
    machine::{Machine, Status, Step, clock::Clock, footprint::Mode},
    object::{ObjectId, ThreadId},
    operation::{Operation, OperationKind},
    search::announced::accesses,
};

/// A step that may race with earlier ones: one that was taken, or one that a
/// thread was still waiting to take at the end.
struct Late<'a> {
    /// Its index; the number of steps if it was never taken.
    index: usize,
    event: &'a Event,
    operation: Operation,
    base: &'a Clock,
}

impl Trace {
    /// Calls `plant` with each race that has its later step at or behind
    /// `from`: the node of its earlier step, and what to explore from there.
    pub(super) fn races(
        &self,
        machine: &Machine,
        from: usize,
        plant: &mut dyn FnMut(usize, Vec<Event>),
    ) {
        let steps = machine.steps.as_deref().unwrap_or_default();
        for (index, step) in steps.iter().enumerate().skip(from) {
            let late = Late {
                index,
                event: &self.events[index],
                operation: step.operation,
                base: &self.bases[index],
            };
            self.races_of(&late, machine, plant);
        }
        for (event, operation) in blocked(machine) {
            let base = self.known_at_end(event.thread);
            let late = Late { index: self.events.len(), event: &event, operation, base };
            self.races_of(&late, machine, plant);
        }
    }

    fn races_of(
        &self,
        late: &Late<'_>,
        machine: &Machine,
        plant: &mut dyn FnMut(usize, Vec<Event>),
    ) {
        let mut cover = *late.base;
        for early in self.candidates(late) {
            let thread = usize::from(self.events[early].thread.0);
            if cover.of(thread) >= self.nths[early] {
                continue;
            }
            let between = self.not_after(early, late.index);
            if !self.is_enabled_after(late, early, &between, machine) {
                // It cannot be reversed, and hides no earlier race.
                continue;
            }
            cover.join(&self.clocks[early]);
            let before = between.iter().map(|index| &self.events[*index]);
            plant(early, before.chain([late.event]).cloned().collect());
        }
    }

    /// Earlier steps of other threads that conflict, the last one first.
    fn candidates(&self, late: &Late<'_>) -> Vec<usize> {
        let mut found = vec![];
        // An event that is known is no rival, and neither is what it knows.
        let thread_of = |at: usize| usize::from(self.events[at].thread.0);
        let is_known = |at: usize| late.base.of(thread_of(at)) >= self.nths[at];
        for access in late.event.footprint.iter() {
            self.history(access.key).rivals(access.mode, late.index, is_known, |at| {
                if !is_known(at) {
                    found.push(at);
                }
            });
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        found
    }

    /// The steps behind `early` that do not happen after it, without `late`.
    fn not_after(&self, early: usize, late: usize) -> Vec<usize> {
        let thread = usize::from(self.events[early].thread.0);
        let nth = self.nths[early];
        (early + 1..self.events.len())
            .filter(|index| *index != late && self.clocks[*index].of(thread) < nth)
            .collect()
    }

    /// Returns true if `late` could be taken after what precedes `early` and `between`.
    fn is_enabled_after(
        &self,
        late: &Late<'_>,
        early: usize,
        between: &[usize],
        machine: &Machine,
    ) -> bool {
        let happened = |index: usize| index < early || between.binary_search(&index).is_ok();
        let key = u32::from(late.operation.object.0);
        let history = self.history(key).all().iter().filter(|(at, _)| happened(*at));
        let ended = |(at, mode): &&(usize, Mode)| *mode == Mode::Write && ends(*at, machine);
        if late.operation.kind.waits_while_alive() && history.clone().any(|one| ended(&one)) {
            // What is not initialised does not block.
            return true;
        }
        match late.operation.kind {
            OperationKind::SemWait | OperationKind::Poll => {
                let initial = machine.initial(late.operation.object) as i64;
                let balance = |(_, mode): &(usize, Mode)| match mode {
                    Mode::Wait => -1,
                    mode if mode.is_post() => 1,
                    _ => 0,
                };
                initial + history.map(balance).sum::<i64>() > 0
            }
            OperationKind::MutexLock => {
                let balance = |(_, mode): &(usize, Mode)| match mode {
                    Mode::Lock => 1,
                    Mode::Unlock => -1,
                    _ => 0,
                };
                history.map(balance).sum::<i64>() == 0
            }
            OperationKind::Await => self.await_holds(late, &happened, machine),
            _ => true,
        }
    }

    fn await_holds(
        &self,
        late: &Late<'_>,
        happened: &dyn Fn(usize) -> bool,
        machine: &Machine,
    ) -> bool {
        machine.guard_of(late.index, late.event.thread).iter().any(|(object, wanted)| {
            let writes = self.history(u32::from(object.0)).all().iter().rev();
            let last = writes
                .filter(|(at, mode)| mode.changes() && happened(*at))
                .find_map(|(at, _)| written(&machine.steps.as_ref()?[*at], *object));
            last.unwrap_or_else(|| machine.initial(*object)) == *wanted
        })
    }
}

/// The steps that threads still waited to take. Without them, a search would
/// miss hangs.
fn blocked(machine: &Machine) -> impl Iterator<Item = (Event, Operation)> {
    let all = (0..machine.thread_count() as u8).map(ThreadId);
    let ready = all.filter(|id| machine.status(*id) == Status::Ready);
    ready.filter_map(|id| {
        let operation = machine.announced(id)?;
        let waits = operation.kind != OperationKind::Join
            && !machine.is_enabled(usize::from(id.0), &operation);
        waits.then(|| (Event::unknown(id, accesses(machine, id).collect()), operation))
    })
}

/// Returns true if a step ended a semaphore or a mutex.
fn ends(step: usize, machine: &Machine) -> bool {
    let steps = machine.steps.as_ref().expect("a search by footprints notes its steps");
    matches!(steps[step].operation.kind, OperationKind::SemDestroy | OperationKind::MutexDestroy)
}

/// The value that a step left in `object`.
fn written(step: &Step, object: ObjectId) -> Option<u64> {
    let operation = step.operation;
    if operation.object != object {
        return None;
    }
    match operation.kind {
        OperationKind::Store(_) | OperationKind::PlainWrite => Some(operation.argument),
        OperationKind::Exchange
        | OperationKind::CompareExchange
        | OperationKind::FetchAdd
        | OperationKind::Count => Some(crate::machine::modified(operation, step.result)),
        _ => None,
    }
}
