//! Happens-before of a whole execution, as partial-order reduction needs it:
//! steps that do not commute, and what creating, joining and tokens order.
//!
//! Executions that follow each other share a prefix, and what is known of it
//! stays: only the steps behind it are added anew.

use super::wakeup::Event;
use crate::{
    machine::{
        Machine, Step,
        clock::Clock,
        footprint::{Access, HEAPS, Mode},
    },
    object::{MAX_THREADS, ThreadId},
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
    /// The event whose clock is what each thread knows at the end.
    last: [Option<u32>; MAX_THREADS],
    /// The same before each event, for its thread, and for its child if it has one.
    before: Vec<(Option<u32>, Option<u32>)>,
    /// For each object and block of memory, its accesses in order.
    accesses: Vec<Vec<(usize, Mode)>>,
}

/// Where the accesses of an object or a block of memory are.
fn slot(key: u32) -> usize {
    if key < HEAPS { key as usize * 2 } else { (key - HEAPS) as usize * 2 + 1 }
}

impl Trace {
    pub(super) fn new() -> Trace {
        Trace {
            events: vec![],
            clocks: vec![],
            bases: vec![],
            nths: vec![],
            last: [None; MAX_THREADS],
            before: vec![],
            accesses: vec![],
        }
    }

    /// Keeps the first `shared` events, and adds those that `machine` has run behind them.
    /// `known` has some of those.
    pub(super) fn follow<'a>(
        &mut self,
        machine: &Machine,
        shared: usize,
        known: impl Fn(usize) -> Option<&'a Event>,
    ) {
        self.truncate(shared.min(self.events.len()));
        let steps = machine.steps.as_ref().expect("a search by footprints notes its steps");
        let footprints = machine.footprints.as_ref().expect("and their footprints");
        for (index, step) in steps.iter().enumerate().skip(self.events.len()) {
            let event = match known(index) {
                Some(event) => event.clone(),
                None => Event::taken(step, footprints.of(index)),
            };
            self.add(event, step, machine);
        }
    }

    fn truncate(&mut self, len: usize) {
        while self.events.len() > len {
            let event = self.events.pop().expect("there are more than that");
            let (mine, child) = self.before.pop().expect("one for each event");
            self.last[usize::from(event.thread.0)] = mine;
            if let Some(relative) = event.relative {
                self.last[usize::from(relative.0)] = child;
            }
            for access in event.footprint.iter() {
                self.accesses[slot(access.key)].pop();
            }
        }
        self.clocks.truncate(len);
        self.bases.truncate(len);
        self.nths.truncate(len);
    }

    fn add(&mut self, mut event: Event, step: &Step, machine: &Machine) {
        let index = self.events.len();
        let me = usize::from(step.thread.0);
        let footprint = event.footprint.clone();
        let relative = event.relative.map_or(me, |relative| usize::from(relative.0));
        self.before.push((self.last[me], self.last[relative]));
        let mut clock = self.known_at_end(step.thread);
        if step.operation.kind == OperationKind::Join
            && let Some(child) = event.relative
        {
            clock.join(&self.known_at_end(child));
        }
        // Without the token: that a wait took this post's token must not hide
        // that it could have taken the place of an earlier wait.
        self.bases.push(clock);
        let initial = machine.initial_tokens(step.operation) as usize;
        for access in footprint.iter() {
            event.token = self.token(access, initial).or(event.token);
            self.learn(&mut clock, access, initial);
        }
        clock.tick(me);
        footprint.iter().for_each(|access| self.history_mut(access.key).push((index, access.mode)));
        let last = Some(index as u32);
        if step.operation.kind == OperationKind::Create {
            self.last[relative] = last;
        }
        self.last[me] = last;
        self.clocks.push(clock);
        self.nths.push(clock.of(me));
        self.events.push(event);
    }

    /// What a thread knows at the end.
    pub(super) fn known_at_end(&self, thread: ThreadId) -> Clock {
        let last = self.last[usize::from(thread.0)];
        last.map_or(Clock::ZERO, |event| self.clocks[event as usize])
    }

    /// Which post or wait of its semaphore an access is.
    fn token(&self, access: &Access, initial: usize) -> Option<(u32, u32)> {
        let earlier = |wanted: fn(Mode) -> bool| {
            self.history(access.key).iter().filter(|(_, mode)| wanted(*mode)).count()
        };
        if access.mode == Mode::Wait {
            Some((access.key, earlier(|mode| mode == Mode::Wait) as u32))
        } else if access.mode.is_post() {
            Some((access.key, (initial + earlier(Mode::is_post)) as u32))
        } else {
            None
        }
    }

    /// Adds what the earlier accesses teach that `access` does not commute with.
    fn learn(&self, clock: &mut Clock, access: &Access, initial: usize) {
        if let (Mode::Wait, Some((_, nth))) = (access.mode, self.token(access, initial))
            && let Some(post) = (nth as usize).checked_sub(initial)
        {
            let mut posts = self.history(access.key).iter().filter(|(_, mode)| mode.is_post());
            if let Some((at, _)) = posts.nth(post) {
                clock.join(&self.clocks[*at]);
            }
        }
        let mut known = 0u16;
        for (at, mode) in self.history(access.key).iter().rev() {
            let bit = 1 << *mode as u16;
            if mode.depends(access.mode) && known & bit == 0 {
                clock.join(&self.clocks[*at]);
            }
            // The last of those that never commute knows all before it.
            if mode.depends(*mode) {
                known |= bit;
            }
            if *mode == Mode::Write {
                break;
            }
        }
    }

    /// The accesses of an object or a block of memory.
    pub(super) fn history(&self, key: u32) -> &[(usize, Mode)] {
        self.accesses.get(slot(key)).map_or(&[], Vec::as_slice)
    }

    fn history_mut(&mut self, key: u32) -> &mut Vec<(usize, Mode)> {
        let slot = slot(key);
        if self.accesses.len() <= slot {
            self.accesses.resize_with(slot + 1, Vec::new);
        }
        &mut self.accesses[slot]
    }
}
