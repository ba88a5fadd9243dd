//! Snapshots: going back to an earlier state without running there again.

use super::{Kernel, fiber::Suspender, image::Image, ledger};
use crate::{
    machine::{Record, Saved},
    object::ThreadId,
};

/// The distance between snapshots in steps: running so many again costs less than
/// keeping each state that may be come back to.
const APART: usize = 8;

/// The most snapshots of one lane, so that memory stays bounded where there are many.
const MOST: usize = 128;

/// The state before a choice that will be come back to.
#[derive(Default)]
pub(super) struct Snapshot {
    /// The number of steps that the execution had taken.
    depth: usize,
    /// The thread that had taken the last.
    current: ThreadId,
    machine: Saved,
    images: Vec<Image>,
    /// The suspension of each thread: in another lane, something else may run under its number.
    suspenders: Vec<Option<Suspender>>,
}

/// The snapshots along the last execution of a lane, the deepest last.
#[derive(Default)]
pub(super) struct Snapshots {
    /// The record of that execution, while another lane runs.
    record: Record,
    // Those that are not in use keep their memory for the next.
    all: Vec<Snapshot>,
    used: usize,
}

impl Snapshots {
    pub(super) fn clear(&mut self) {
        self.used = 0;
    }

    /// Returns true if a state after `depth` steps is worth keeping.
    pub(super) fn wants(&self, depth: usize) -> bool {
        match self.used.checked_sub(1) {
            Some(last) if last + 1 == MOST => false,
            Some(last) => depth >= self.all[last].depth + APART,
            None => true,
        }
    }

    /// One that is not in use.
    fn next(&mut self) -> Snapshot {
        if self.used == self.all.len() {
            self.all.push(Snapshot::default());
        }
        std::mem::take(&mut self.all[self.used])
    }

    /// Puts one in use, as the deepest.
    fn add(&mut self, snapshot: Snapshot) {
        self.all[self.used] = snapshot;
        self.used += 1;
    }

    /// Forgets those that are deeper than `depth`, and takes the last that is left.
    fn back_to(&mut self, depth: usize) -> Option<Snapshot> {
        while self.used > 0 && self.all[self.used - 1].depth > depth {
            self.used -= 1;
        }
        self.used = self.used.checked_sub(1)?;
        Some(std::mem::take(&mut self.all[self.used]))
    }
}

impl Kernel {
    /// The snapshots of the lane that runs.
    pub(super) fn snapshots(&mut self) -> &mut Snapshots {
        &mut self.lanes[self.lane]
    }

    /// Goes over to `lane`: what the last execution of it has left behind is the machine's.
    pub(super) fn go_over(&mut self, lane: usize) {
        if lane == self.lane {
            return;
        }
        if self.lanes.len() <= lane {
            self.lanes.resize_with(lane + 1, Snapshots::default);
        }
        self.machine.exchange(&mut self.lanes[self.lane].record);
        self.machine.exchange(&mut self.lanes[lane].record);
        self.lane = lane;
    }

    /// Forgets every state that was kept.
    pub(super) fn forget_states(&mut self) {
        self.origin = None;
        self.lanes.iter_mut().for_each(Snapshots::clear);
    }

    /// Keeps the state, unless model code holds memory that no copy would have.
    ///
    /// Every thread must be suspended.
    pub(super) fn save(&mut self) {
        if !ledger::is_even() {
            return;
        }
        let mut snapshot = self.snapshots().next();
        self.capture(&mut snapshot);
        self.snapshots().add(snapshot);
    }

    /// Copies the state, while every thread is suspended and model code holds no memory.
    pub(super) fn capture(&mut self, snapshot: &mut Snapshot) {
        snapshot.depth = self.machine.schedule.len();
        snapshot.current = self.current;
        snapshot.machine.save(&self.machine);
        let threads = self.machine.thread_count();
        snapshot.suspenders.clear();
        snapshot.suspenders.extend_from_slice(&self.suspenders[..threads]);
        snapshot.images.resize_with(threads, Image::default);
        for (index, image) in snapshot.images.iter_mut().enumerate() {
            let stack = self.stack(index);
            image.save(self.fibers[index].as_ref(), stack);
        }
    }

    /// Goes back to the last state that was kept within `depth` steps, and says
    /// after how many it is.
    pub(super) fn restore(&mut self, depth: usize) -> Option<usize> {
        let snapshot = self.snapshots().back_to(depth)?;
        self.go_back_to(&snapshot);
        let kept = snapshot.depth;
        self.snapshots().add(snapshot);
        Some(kept)
    }

    /// Writes the copy back; no thread may run meanwhile.
    pub(super) fn go_back_to(&mut self, snapshot: &Snapshot) {
        self.forget_all();
        for (index, image) in snapshot.images.iter().enumerate() {
            let stack = self.stack(index);
            self.fibers[index] = image.restore(stack);
        }
        self.suspenders[..snapshot.suspenders.len()].copy_from_slice(&snapshot.suspenders);
        self.machine.restore(&snapshot.machine);
        self.current = snapshot.current;
        ledger::clear();
    }
}
