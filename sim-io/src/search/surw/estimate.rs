//! The number of events of each thread on each object, learned from the executions
//! so far: the first is run to know anything at all, and each later one makes
//! the mean better.

use super::is_event;
use crate::{
    machine::{Machine, footprint::Mode},
    object::{MAX_THREADS, ObjectId, ThreadId, ThreadSet},
    operation::OperationKind,
    search::announced::uses,
};

/// The uses of one object.
#[derive(Clone)]
struct Uses {
    /// The events of each thread, in all executions together.
    events: [u64; MAX_THREADS],
    /// The threads that used it, by way of use.
    users: Vec<(Mode, ThreadSet)>,
}

/// The estimate that the executions so far have given.
pub(super) struct Estimate {
    objects: Vec<Uses>,
    executions: u64,
    creators: [Option<ThreadId>; MAX_THREADS],
    /// The objects on which the order of two threads' events matters.
    shared: Vec<ObjectId>,
}

impl Default for Estimate {
    fn default() -> Self {
        Estimate { objects: vec![], executions: 0, creators: [None; MAX_THREADS], shared: vec![] }
    }
}

impl Estimate {
    /// `thread` takes its announced operation.
    pub(super) fn note(&mut self, machine: &Machine, thread: ThreadId) {
        for (object, mode) in uses(machine, thread).filter(|used| is_event(used.1)) {
            self.note_use(object, mode, thread);
        }
        if let Some(operation) = machine.announced(thread)
            && operation.kind == OperationKind::Create
        {
            self.creators[operation.argument as usize - 1] = Some(thread);
        }
    }

    fn note_use(&mut self, object: ObjectId, mode: Mode, thread: ThreadId) {
        let index = usize::from(object.0);
        if index >= self.objects.len() {
            self.objects.resize(index + 1, Uses { events: [0; MAX_THREADS], users: vec![] });
        }
        let uses = &mut self.objects[index];
        uses.events[usize::from(thread.0)] += 1;
        if uses.add(mode, thread) && uses.are_contended() && !self.shared.contains(&object) {
            self.shared.push(object);
        }
    }

    /// An execution is over.
    pub(super) fn end(&mut self) {
        self.executions += 1;
    }

    /// The objects on which the order of two threads' events matters.
    pub(super) fn shared(&self) -> &[ObjectId] {
        &self.shared
    }

    /// The creator of `thread`, as far as is known.
    pub(super) fn creator(&self, thread: ThreadId) -> Option<ThreadId> {
        self.creators[usize::from(thread.0)]
    }

    /// The events on these objects that each thread is expected to have.
    pub(super) fn events(&self, objects: &[ObjectId]) -> [u64; MAX_THREADS] {
        std::array::from_fn(|thread| {
            let events = |object: &ObjectId| self.objects[usize::from(object.0)].events[thread];
            objects.iter().map(|object| self.mean(events(object))).sum()
        })
    }

    /// Rounded, but what happens now and then is expected.
    fn mean(&self, events: u64) -> u64 {
        let executions = self.executions.max(1);
        ((events + executions / 2) / executions).max(events.min(1))
    }
}

impl Uses {
    /// Adds a user; returns true if it is a new one.
    fn add(&mut self, mode: Mode, thread: ThreadId) -> bool {
        let known = self.users.iter().position(|(known, _)| *known == mode);
        let index = known.unwrap_or(self.users.len());
        if known.is_none() {
            self.users.push((mode, 0));
        }
        let users = &mut self.users[index].1;
        let before = *users;
        *users |= 1 << thread.0;
        *users != before
    }

    /// Returns true if two threads use it in ways whose order matters.
    fn are_contended(&self) -> bool {
        let by_two = |one: ThreadSet, other: ThreadSet| {
            one != 0 && other != 0 && (one | other).count_ones() > 1
        };
        self.users.iter().any(|(mode, one)| {
            self.users.iter().any(|(how, other)| mode.depends(*how) && by_two(*one, *other))
        })
    }
}
