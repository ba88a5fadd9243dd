//! Key points: steps that use what another thread uses as well.

use crate::{
    machine::{Machine, footprint::Mode},
    object::{ObjectId, ThreadId},
    search::announced::uses,
};

/// The uses of objects seen in all executions so far.
#[derive(Default)]
pub(super) struct Uses {
    /// Every thread that used each object and how, each once.
    seen: Vec<Vec<(ThreadId, Mode)>>,
}

/// A step of the current execution before which its thread could be held back.
pub(super) struct Point {
    /// The number of steps taken before.
    pub(super) position: u32,
    thread: ThreadId,
    /// The thread that would go on instead.
    pub(super) instead: ThreadId,
    uses: Vec<(ObjectId, Mode)>,
}

impl Point {
    /// The step that `thread` stands before.
    pub(super) fn new(machine: &Machine, thread: ThreadId, instead: ThreadId) -> Self {
        let position = machine.schedule.len() as u32;
        Point { position, thread, instead, uses: uses(machine, thread).collect() }
    }
}

impl Uses {
    /// `thread` is about to take the step that it stands before, or waits for it for ever.
    pub(super) fn note(&mut self, machine: &Machine, thread: ThreadId) {
        for (object, mode) in uses(machine, thread) {
            let index = usize::from(object.0);
            if index >= self.seen.len() {
                self.seen.resize_with(index + 1, Vec::new);
            }
            let seen = &mut self.seen[index];
            if !seen.contains(&(thread, mode)) {
                seen.push((thread, mode));
            }
        }
    }

    /// Returns true if it can matter that the thread of `point` is late there: another
    /// thread does something that does not commute with the step.
    pub(super) fn is_key(&self, point: &Point) -> bool {
        point.uses.iter().any(|(object, mode)| {
            let races =
                |(thread, how): &(ThreadId, Mode)| *thread != point.thread && mode.depends(*how);
            self.seen[usize::from(object.0)].iter().any(races)
        })
    }
}
