//! Snapshots: going back to an earlier state without running there again.

use super::{Kernel, image::Image, ledger};
use crate::{machine::Saved, object::ThreadId};

/// The state before a choice that will be come back to.
#[derive(Default)]
pub(super) struct Snapshot {
    /// How many steps the execution had taken.
    depth: usize,
    /// Who had taken the last.
    current: ThreadId,
    machine: Saved,
    images: Vec<Image>,
}

/// The snapshots along the current execution, the deepest last.
#[derive(Default)]
pub(super) struct Snapshots {
    // Those that are not in use keep their memory for the next.
    all: Vec<Snapshot>,
    used: usize,
}

impl Snapshots {
    pub(super) fn clear(&mut self) {
        self.used = 0;
    }

    /// Forgets those that are deeper than `depth`; whether one is there.
    fn back_to(&mut self, depth: usize) -> bool {
        while self.used > 0 && self.all[self.used - 1].depth > depth {
            self.used -= 1;
        }
        self.used > 0 && self.all[self.used - 1].depth == depth
    }
}

impl Kernel {
    /// Keeps the state, unless model code holds memory that no copy would have.
    ///
    /// Every thread must be suspended.
    pub(super) fn save(&mut self) {
        let depth = self.machine.schedule.len();
        if !ledger::is_even() || self.snapshots.back_to(depth) {
            return;
        }
        if self.snapshots.used == self.snapshots.all.len() {
            self.snapshots.all.push(Snapshot::default());
        }
        let mut snapshot = std::mem::take(&mut self.snapshots.all[self.snapshots.used]);
        snapshot.depth = depth;
        snapshot.current = self.current;
        snapshot.machine.save(&self.machine);
        let threads = self.machine.thread_count();
        snapshot.images.resize_with(threads, Image::default);
        for (index, image) in snapshot.images.iter_mut().enumerate() {
            let stack = self.stack(index);
            image.save(self.fibers[index].as_ref(), stack);
        }
        self.snapshots.all[self.snapshots.used] = snapshot;
        self.snapshots.used += 1;
    }

    /// Goes back to the state after `depth` steps; whether it was kept.
    pub(super) fn restore(&mut self, depth: usize) -> bool {
        if !self.snapshots.back_to(depth) {
            return false;
        }
        let snapshot = std::mem::take(&mut self.snapshots.all[self.snapshots.used - 1]);
        self.forget_all();
        for (index, image) in snapshot.images.iter().enumerate() {
            let stack = self.stack(index);
            self.fibers[index] = image.restore(stack);
        }
        self.machine.restore(&snapshot.machine);
        self.current = snapshot.current;
        self.snapshots.all[self.snapshots.used - 1] = snapshot;
        ledger::clear();
        true
    }
}
