//! Happens-before of a whole execution, as partial-order reduction needs it:
//! steps that do not commute, and what creating, joining and tokens order.

use super::wakeup::Event;
use crate::{
    machine::{
        Machine, Step,
        clock::Clock,
        footprint::{Footprints, Mode},
    },
    object::MAX_THREADS,
    operation::OperationKind,
};

/// An execution, as its events and what each of them knows of the others.
pub(super) struct Trace {
    pub(super) events: Vec<Event>,
    /// What each event knows, itself included.
    pub(super) clocks: Vec<Clock>,
    /// What it knows without the steps that it conflicts with.
    pub(super) bases: Vec<Clock>,
    /// Which step of its thread each event is, from 1.
    pub(super) nths: Vec<u16>,
    /// For each object, its accesses in order.
    pub(super) accesses: Vec<Vec<(usize, Mode)>>,
    /// What each thread knows at the end.
    pub(super) last: [Clock; MAX_THREADS],
    keys: Keys,
}

/// The objects and blocks of memory that were used, numbered without gaps.
#[derive(Default)]
struct Keys {
    // Only looked up, never iterated.
    index: std::collections::HashMap<u32, usize>,
}

impl Keys {
    fn of(&mut self, key: u32) -> usize {
        let next = self.index.len();
        *self.index.entry(key).or_insert(next)
    }
}

/// What later accesses of an object learn, by the mode of the earlier ones.
#[derive(Clone)]
struct Known {
    by_mode: [Option<Clock>; Mode::COUNT],
    posts: Vec<Clock>,
    waits: usize,
    tokens_before: usize,
}

impl Trace {
    /// The events of what `machine` has run.
    pub(super) fn of(machine: &Machine) -> Trace {
        let steps = machine.steps.as_ref().expect("a search by footprints notes its steps");
        let footprints = machine.footprints.as_ref().expect("and their footprints");
        let mut trace = Trace {
            events: Vec::with_capacity(steps.len()),
            clocks: Vec::with_capacity(steps.len()),
            bases: Vec::with_capacity(steps.len()),
            nths: Vec::with_capacity(steps.len()),
            accesses: vec![],
            last: [Clock::ZERO; MAX_THREADS],
            keys: Keys::default(),
        };
        let mut known: Vec<Known> = vec![];
        for (index, step) in steps.iter().enumerate() {
            trace.add(index, step, footprints, &mut known, machine);
        }
        trace
    }

    fn add(
        &mut self,
        index: usize,
        step: &Step,
        footprints: &Footprints,
        known: &mut Vec<Known>,
        machine: &Machine,
    ) {
        let me = usize::from(step.thread.0);
        let child = step.operation.names_thread().then_some(step.operation.argument);
        let relative = child.and_then(|child| child.checked_sub(1)).map(|child| child as usize);
        if let (OperationKind::Join, Some(child)) = (step.operation.kind, relative) {
            let theirs = self.last[child];
            self.last[me].join(&theirs);
        }
        let mut token = None;
        let footprint = footprints.of(index);
        let mut clock = self.last[me];
        // Without the token: that a wait took this post's token must not hide
        // that it could have taken the place of an earlier wait.
        self.bases.push(clock);
        for access in footprint.iter().filter(|access| access.mode == Mode::Wait) {
            let key = self.keys.of(access.key);
            let object = known_of(known, key);
            object.tokens_before = machine.initial(step.operation.object) as usize;
            let nth = object.waits;
            if let Some(post) =
                nth.checked_sub(object.tokens_before).and_then(|n| object.posts.get(n))
            {
                clock.join(post);
            }
            token = Some((access.key, nth as u32));
        }
        for access in footprint {
            let key = self.keys.of(access.key);
            let object = known_of(known, key);
            for mode in Mode::ALL.iter().filter(|mode| mode.depends(access.mode)) {
                if let Some(theirs) = &object.by_mode[*mode as usize] {
                    clock.join(theirs);
                }
            }
        }
        clock.tick(me);
        for access in footprint {
            let key = self.keys.of(access.key);
            let object = known_of(known, key);
            let slot = &mut object.by_mode[access.mode as usize];
            slot.get_or_insert(Clock::ZERO).join(&clock);
            if access.mode.is_post() {
                object.tokens_before = machine.initial(step.operation.object) as usize;
                token = Some((access.key, (object.tokens_before + object.posts.len()) as u32));
                object.posts.push(clock);
            }
            if access.mode == Mode::Wait {
                object.waits += 1;
            }
            while self.accesses.len() <= key {
                self.accesses.push(vec![]);
            }
            self.accesses[key].push((index, access.mode));
        }
        if let (OperationKind::Create, Some(child)) = (step.operation.kind, relative) {
            self.last[child] = clock;
        }
        self.last[me] = clock;
        self.clocks.push(clock);
        self.nths.push(clock.of(me));
        self.events.push(Event { token, ..Event::taken(step, footprint) });
    }

    /// The accesses of an object, if it was used.
    pub(super) fn history(&self, key: u32) -> &[(usize, Mode)] {
        self.keys.index.get(&key).map_or(&[], |index| &self.accesses[*index])
    }
}

fn known_of(known: &mut Vec<Known>, key: usize) -> &mut Known {
    while known.len() <= key {
        known.push(Known {
            by_mode: [const { None }; Mode::COUNT],
            posts: vec![],
            waits: 0,
            tokens_before: 0,
        });
    }
    &mut known[key]
}
