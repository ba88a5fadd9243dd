//! Snapshots: going back to an earlier state without running there again.

use super::{Kernel, image::Image, ledger};
use crate::{machine::Saved, object::ThreadId};

/// How many steps apart snapshots are: running so many again costs less than
/// keeping each state that may be come back to.
const APART: usize = 8;

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

    /// Whether a state after `depth` steps is worth keeping.
    pub(super) fn wants(&self, depth: usize) -> bool {
        match self.used.checked_sub(1) {
            Some(last) => depth >= self.all[last].depth + APART,
            None => true,
        }
    }

    /// Forgets those that are deeper than `depth`; the depth of the last that is left.
    fn back_to(&mut self, depth: usize) -> Option<usize> {
        while self.used > 0 && self.all[self.used - 1].depth > depth {
            self.used -= 1;
        }
        self.used.checked_sub(1).map(|last| self.all[last].depth)
    }
}

impl Kernel {
    /// Keeps the state, unless model code holds memory that no copy would have.
    ///
    /// Every thread must be suspended.
    pub(super) fn save(&mut self) {
        if !ledger::is_even() {
            return;
        }
        if self.snapshots.used == self.snapshots.all.len() {
            self.snapshots.all.push(Snapshot::default());
        }
        let mut snapshot = std::mem::take(&mut self.snapshots.all[self.snapshots.used]);
        self.capture(&mut snapshot);
        self.snapshots.all[self.snapshots.used] = snapshot;
        self.snapshots.used += 1;
    }

    /// Copies the state, while every thread is suspended and model code holds no memory.
    pub(super) fn capture(&mut self, snapshot: &mut Snapshot) {
        snapshot.depth = self.machine.schedule.len();
        snapshot.current = self.current;
        snapshot.machine.save(&self.machine);
        let threads = self.machine.thread_count();
        snapshot.images.resize_with(threads, Image::default);
        for (index, image) in snapshot.images.iter_mut().enumerate() {
            let stack = self.stack(index);
            image.save(self.fibers[index].as_ref(), stack);
        }
    }

    /// Goes back to the last state that was kept within `depth` steps, and says
    /// after how many it is.
    pub(super) fn restore(&mut self, depth: usize) -> Option<usize> {
        let kept = self.snapshots.back_to(depth)?;
        let snapshot = std::mem::take(&mut self.snapshots.all[self.snapshots.used - 1]);
        self.go_back_to(&snapshot);
        self.snapshots.all[self.snapshots.used - 1] = snapshot;
        Some(kept)
    }

    /// Writes the copy back; nobody may run.
    pub(super) fn go_back_to(&mut self, snapshot: &Snapshot) {
        self.forget_all();
        for (index, image) in snapshot.images.iter().enumerate() {
            let stack = self.stack(index);
            self.fibers[index] = image.restore(stack);
        }
        self.machine.restore(&snapshot.machine);
        self.current = snapshot.current;
        ledger::clear();
    }
}
