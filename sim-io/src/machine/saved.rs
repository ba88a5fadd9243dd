//! The state of the machine, put aside and brought back.
//!
//! Records that grow along an execution, such as its schedule, are cut back to the
//! length that they had. Clocks belong to a path: they are kept for searches that judge by
//! them, and not for searches by states, which judge by windows (see `digest.rs`).

use std::collections::VecDeque;

use super::{
    Actor, Initialised, Life, Machine, ObjectKind, Step, Thread, digest::Tracking,
    footprint::Footprints, order::SavedClocks,
};
use crate::{
    object::{ObjectId, ThreadSet},
    violation::{Acts, Violation},
};

/// A state that was put aside.
#[derive(Default)]
pub(crate) struct Saved {
    words: Vec<Word>,
    queues: Vec<(usize, [VecDeque<u64>; 2])>,
    blocks: Vec<Block>,
    threads: Vec<Thread>,
    free: ThreadSet,
    waiting: ThreadSet,
    /// The tracking of a machine that tracks.
    tracking: Tracking,
    /// The clocks of one that does not.
    clocks: SavedClocks,
    /// The function in which each thread last used each block of memory.
    used_in: Vec<&'static str>,
    orders: Vec<u64>,
    violations: Vec<Violation>,
    violated_at: Vec<usize>,
    outcome: Option<String>,
    steps: usize,
    crashed: bool,
    leaving: bool,
    acts: &'static [Acts],
    destroyed: Vec<(ObjectId, Actor)>,
    set_by: Vec<(ObjectId, Actor)>,
}

/// The records that an execution leaves behind while another runs on the same machine.
#[derive(Default)]
pub(crate) struct Record {
    schedule: Vec<u8>,
    steps: Option<Vec<Step>>,
    footprints: Option<Footprints>,
    awaits: Vec<(usize, Vec<(ObjectId, u64)>)>,
}

struct Word {
    value: u64,
    initial: u64,
    initialised: Initialised,
}

struct Block {
    life: Life,
    references: u32,
    permanent: bool,
    allocated: Option<Actor>,
    freed: Option<(Actor, u16)>,
}

impl Saved {
    /// Puts the state of `machine` aside, between two steps.
    pub(crate) fn save(&mut self, machine: &Machine) {
        self.save_memory(machine);
        match &machine.tracking {
            Some(tracking) => self.tracking.copy_from(tracking),
            None => self.save_clocks(machine),
        }
        self.threads.clone_from(&machine.threads);
        self.free = machine.free;
        self.waiting = machine.waiting;
        self.orders.clone_from(&machine.orders);
        self.violations.clone_from(&machine.violations);
        self.violated_at.clone_from(&machine.violated_at);
        self.outcome.clone_from(&machine.outcome);
        self.steps = machine.schedule.len();
        self.crashed = machine.crashed;
        self.leaving = machine.leaving;
        self.acts = machine.acts;
        self.destroyed.clone_from(&machine.destroyed);
        self.set_by.clone_from(&machine.set_by);
    }

    fn save_clocks(&mut self, machine: &Machine) {
        self.clocks.save(&machine.clocks);
        self.used_in.clear();
        let threads = machine.threads.len();
        let rows = &machine.used_in[..machine.heaps_used];
        rows.iter().for_each(|row| self.used_in.extend_from_slice(&row[..threads]));
    }

    fn save_memory(&mut self, machine: &Machine) {
        self.words.clear();
        self.queues.clear();
        for (id, object) in machine.objects().iter().enumerate() {
            let (value, initial) = (object.value, object.initial);
            self.words.push(Word { value, initial, initialised: object.initialised });
            if object.kind == ObjectKind::Queue {
                self.queues.push((id, object.queue.clone()));
            }
        }
        self.blocks.clear();
        self.blocks.extend(machine.heaps().iter().map(|block| Block {
            life: block.life,
            references: block.references,
            permanent: block.permanent,
            allocated: block.allocated,
            freed: block.freed,
        }));
    }
}

impl Machine {
    /// Puts aside what an execution has left behind, for what another has.
    pub(crate) fn exchange(&mut self, record: &mut Record) {
        std::mem::swap(&mut self.schedule, &mut record.schedule);
        std::mem::swap(&mut self.steps, &mut record.steps);
        std::mem::swap(&mut self.footprints, &mut record.footprints);
        std::mem::swap(&mut self.awaits, &mut record.awaits);
    }

    /// Brings `saved` back: an earlier state of an execution of the same program.
    ///
    /// The machine tracks if it did so then.
    pub(crate) fn restore(&mut self, saved: &Saved) {
        self.restore_memory(saved);
        self.threads.clone_from(&saved.threads);
        self.free = saved.free;
        self.waiting = saved.waiting;
        match &mut self.tracking {
            Some(tracking) => {
                tracking.copy_from(&saved.tracking);
                self.clocks.rewind();
            }
            None => self.restore_clocks(saved),
        }
        self.orders.clone_from(&saved.orders);
        self.violations.clone_from(&saved.violations);
        self.violated_at.clone_from(&saved.violated_at);
        self.outcome.clone_from(&saved.outcome);
        self.crashed = saved.crashed;
        self.leaving = saved.leaving;
        self.acts = saved.acts;
        self.destroyed.clone_from(&saved.destroyed);
        self.set_by.clone_from(&saved.set_by);
        self.schedule.truncate(saved.steps);
        if let Some(steps) = &mut self.steps {
            steps.truncate(saved.steps);
        }
        self.awaits.retain(|(step, _)| *step < saved.steps);
        if let Some(footprints) = &mut self.footprints {
            footprints.truncate(saved.steps);
        }
    }

    fn restore_clocks(&mut self, saved: &Saved) {
        self.clocks.restore(&saved.clocks);
        let rows = saved.used_in.chunks_exact(saved.threads.len());
        for (row, functions) in self.used_in.iter_mut().zip(rows) {
            row[..functions.len()].copy_from_slice(functions);
        }
    }

    fn restore_memory(&mut self, saved: &Saved) {
        self.objects_used = saved.words.len();
        for (object, word) in self.objects.iter_mut().zip(&saved.words) {
            object.value = word.value;
            object.initial = word.initial;
            object.initialised = word.initialised;
        }
        for (id, queue) in &saved.queues {
            self.objects[*id].queue.clone_from(queue);
        }
        self.heaps_used = saved.blocks.len();
        for (heap, block) in self.heaps.iter_mut().zip(&saved.blocks) {
            heap.life = block.life;
            heap.references = block.references;
            heap.permanent = block.permanent;
            heap.allocated = block.allocated;
            heap.freed = block.freed;
        }
    }
}
