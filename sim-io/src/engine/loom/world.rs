//! The execution that loom runs on this OS thread.

use std::{cell::RefCell, rc::Rc};

use loom::stop_exploring;

use super::{gate::Gate, twin::Twin};
use crate::{
    machine::{End, Machine},
    object::{Name, ThreadId},
};

/// The most threads that loom runs, the first included.
pub(super) const THREADS_MAX: usize = loom::MAX_THREADS;

/// The machine, and what loom knows of it.
pub(super) struct World {
    pub(super) machine: Machine,
    /// The most steps that the search wants.
    pub(super) steps_wanted: usize,
    /// The most steps of a schedule: loom may not manage as many as are wanted.
    pub(super) steps_max: usize,
    /// The end of the execution, once it is over; a thread that runs after that is unwound.
    pub(super) over: Option<End>,
    /// The reason why loom cannot run this program.
    pub(super) obstacle: Option<String>,
    /// The twin of each object.
    pub(super) twins: Vec<Twin>,
    /// The end of each thread: open once it has finished.
    pub(super) ends: Vec<Option<Rc<Gate>>>,
    /// The number of threads created.
    pub(super) created: usize,
    /// The value that each store stored, by its number.
    pub(super) stores: Vec<u64>,
}

thread_local! {
    pub(super) static WORLD: RefCell<World> = RefCell::new(World::new());
}

impl World {
    fn new() -> Self {
        let mut machine = Machine::new();
        machine.renewed = Some(vec![]);
        World {
            machine,
            steps_wanted: usize::MAX,
            steps_max: usize::MAX,
            over: None,
            obstacle: None,
            twins: vec![],
            ends: vec![],
            created: 1,
            stores: vec![],
        }
    }

    /// Forgets the last execution.
    pub(super) fn begin(&mut self, root: Name) {
        self.machine.reset(root);
        self.over = None;
        self.twins.clear();
        self.ends.clear();
        self.created = 1;
        self.stores.clear();
    }

    /// `thread` is created; `end` is open once it has ended.
    pub(super) fn add_thread(&mut self, thread: ThreadId, end: Rc<Gate>) {
        let index = usize::from(thread.0);
        self.created += 1;
        self.ends.resize(self.ends.len().max(index + 1), None);
        self.ends[index] = Some(end);
    }

    /// The gate that is open once `thread` has ended; the first thread has none.
    pub(super) fn end_of(&self, thread: ThreadId) -> Option<Rc<Gate>> {
        self.ends.get(usize::from(thread.0)).cloned().flatten()
    }

    /// The number of a new store of `value`.
    pub(super) fn number(&mut self, value: u64) -> u32 {
        self.stores.push(value);
        (self.stores.len() - 1) as u32
    }

    /// The value that a store stored.
    pub(super) fn value(&self, store: u32) -> u64 {
        self.stores[store as usize]
    }

    /// A store has turned out to store `value`.
    pub(super) fn set_value(&mut self, store: u32, value: u64) {
        self.stores[store as usize] = value;
    }

    /// Judges the execution if a thread has announced a step that no thread will take.
    pub(super) fn settle_before_step(&mut self) {
        if self.over.is_none()
            && let Some(end) = self.machine.ended_before_step(self.steps_max)
        {
            self.end(end);
        }
    }

    /// Judges the execution if a thread has ended, and no other can go on.
    pub(super) fn settle(&mut self) {
        if self.over.is_none()
            && let Some(end) = self.machine.ended_unless_running(self.steps_max)
        {
            self.end(end);
        }
    }

    /// The execution is over.
    pub(super) fn end(&mut self, end: End) {
        let end = if end == End::TooLong && self.steps_max < self.steps_wanted {
            self.obstacle = Some(format!("loom counts at most {} steps", self.steps_max));
            End::Abandoned
        } else {
            end
        };
        self.over = Some(end);
        self.machine.conclude(end);
        if end != End::Finished {
            // In which order the threads are unwound does not matter.
            stop_exploring();
        }
        for twin in &self.twins {
            if let Twin::Gated(gated) = twin {
                gated.gate.open();
            }
        }
        for end in self.ends.iter().flatten() {
            end.open();
        }
    }
}
