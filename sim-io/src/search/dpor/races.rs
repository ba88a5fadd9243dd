//! Pairs of steps that race, and the schedules that reverse them.

use std::rc::Rc;

use super::{order::Trace, wakeup::Event};
use crate::{
    machine::{
        Machine, Status, Step,
        clock::Clock,
        footprint::{Access, Mode},
    },
    object::{ObjectId, ThreadId},
    operation::{Operation, OperationKind},
    search::announced::accesses,
};

/// A step that may race with earlier ones: one that was taken, or one that a
/// thread was still waiting to take at the end.
struct Late {
    /// Its index; the number of steps if it was never taken.
    index: usize,
    event: Event,
    operation: Operation,
    base: Clock,
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
                event: self.events[index].clone(),
                operation: step.operation,
                base: self.bases[index],
            };
            self.races_of(&late, machine, plant);
        }
        for late in self.blocked(machine) {
            self.races_of(&late, machine, plant);
        }
    }

    /// The steps that threads still waited to take. Without them, a search
    /// would miss hangs.
    fn blocked(&self, machine: &Machine) -> Vec<Late> {
        let waiting = |id: &usize| {
            machine.threads[*id].status == Status::Ready
                && machine.announced(ThreadId(*id as u8)).is_some_and(|operation| {
                    operation.kind != OperationKind::Join && !machine.is_enabled(*id, operation)
                })
        };
        (0..machine.threads.len())
            .filter(waiting)
            .map(|id| self.blocked_step(machine, id))
            .collect()
    }

    fn blocked_step(&self, machine: &Machine, id: usize) -> Late {
        let operation = machine.threads[id].next.expect("a thread that waits has announced");
        let footprint: Rc<[Access]> = accesses(machine, ThreadId(id as u8)).collect();
        let event = Event { footprint, ..Event::unknown(ThreadId(id as u8)) };
        Late { index: self.events.len(), event, operation, base: self.last[id] }
    }

    fn races_of(&self, late: &Late, machine: &Machine, plant: &mut dyn FnMut(usize, Vec<Event>)) {
        let mut cover = late.base;
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
            let mut reversal: Vec<Event> =
                between.iter().map(|index| self.events[*index].clone()).collect();
            reversal.push(late.event.clone());
            plant(early, reversal);
        }
    }

    /// Earlier steps of other threads that conflict, the last one first.
    fn candidates(&self, late: &Late) -> Vec<usize> {
        let mut found = vec![];
        for access in late.event.footprint.iter() {
            let earlier = self.history(access.key).iter().rev().filter(|(at, _)| *at < late.index);
            for (at, mode) in earlier {
                let other = self.events[*at].thread != late.event.thread;
                if other && mode.depends(access.mode) {
                    found.push(*at);
                }
            }
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

    /// Whether `late` could be taken after what precedes `early` and `between`.
    fn is_enabled_after(
        &self,
        late: &Late,
        early: usize,
        between: &[usize],
        machine: &Machine,
    ) -> bool {
        let happened = |index: usize| index < early || between.binary_search(&index).is_ok();
        let key = u32::from(late.operation.object.0);
        let history = self.history(key).iter().filter(|(at, _)| happened(*at));
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
        late: &Late,
        happened: &dyn Fn(usize) -> bool,
        machine: &Machine,
    ) -> bool {
        machine.guard_of(late.index, late.event.thread).iter().any(|(object, wanted)| {
            let writes = self.history(u32::from(object.0)).iter().rev();
            let last = writes
                .filter(|(at, mode)| *mode == Mode::Write && happened(*at))
                .find_map(|(at, _)| written(&machine.steps.as_ref()?[*at], *object));
            last.unwrap_or_else(|| machine.initial(*object)) == *wanted
        })
    }
}

/// What a step left in `object`.
fn written(step: &Step, object: ObjectId) -> Option<u64> {
    let operation = step.operation;
    if operation.object != object {
        return None;
    }
    match operation.kind {
        OperationKind::Store(_) | OperationKind::PlainWrite => Some(operation.argument),
        OperationKind::Exchange | OperationKind::CompareExchange | OperationKind::FetchAdd => {
            Some(crate::machine::modified(operation, step.result))
        }
        _ => None,
    }
}
