//! Happens-before of a whole execution, as partial-order reduction needs it:
//! steps that do not commute, and what creating, joining and tokens order.
//!
//! Executions that follow each other share a prefix, and what is known of it
//! stays: only the steps behind it are added anew.

use super::{history::History, wakeup::Event};
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
    /// The clock of each event, itself included.
    pub(super) clocks: Vec<Clock>,
    /// Its clock without the steps that it conflicts with.
    pub(super) bases: Vec<Clock>,
    /// The number of each event among the steps of its thread, from 1.
    pub(super) nths: Vec<u16>,
    /// The event whose clock is what each thread knows at the end.
    last: [Option<u32>; MAX_THREADS],
    /// The event whose clock its thread knows before each event, and that of its child if any.
    before: Vec<(Option<u32>, Option<u32>)>,
    /// The accesses of each object and block of memory, in order.
    histories: Vec<History>,
    /// The history of an object that no step has used.
    unused: History,
}

/// The index of the history of an object or a block of memory.
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
            histories: vec![],
            unused: History::default(),
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
                self.histories[slot(access.key)].pop();
            }
        }
        self.clocks.truncate(len);
        self.bases.truncate(len);
        self.nths.truncate(len);
    }

    fn add(&mut self, mut event: Event, step: &Step, machine: &Machine) {
        let index = self.events.len();
        let me = usize::from(step.thread.0);
        let mut token = event.token;
        let relative = event.relative.map_or(me, |relative| usize::from(relative.0));
        self.before.push((self.last[me], self.last[relative]));
        let mut clock = *self.known_at_end(step.thread);
        if step.operation.kind == OperationKind::Join
            && let Some(child) = event.relative
        {
            clock.join(self.known_at_end(child));
        }
        // Without the token: that a wait took this post's token must not hide
        // that it could have taken the place of an earlier wait.
        self.bases.push(clock);
        let initial = machine.initial_tokens(step.operation) as usize;
        for access in event.footprint.iter() {
            token = self.token(access, initial).or(token);
            self.learn(&mut clock, access, initial);
        }
        clock.tick(me);
        for access in event.footprint.iter() {
            history_mut(&mut self.histories, access.key).push(index, access.mode);
        }
        event.token = token;
        let last = Some(index as u32);
        if step.operation.kind == OperationKind::Create {
            self.last[relative] = last;
        }
        self.last[me] = last;
        self.clocks.push(clock);
        self.nths.push(clock.of(me));
        self.events.push(event);
    }

    /// The clock of a thread at the end.
    pub(super) fn known_at_end(&self, thread: ThreadId) -> &Clock {
        let last = self.last[usize::from(thread.0)];
        last.map_or(&Clock::ZERO, |event| &self.clocks[event as usize])
    }

    /// The semaphore of a post or a wait, and its number there.
    fn token(&self, access: &Access, initial: usize) -> Option<(u32, u32)> {
        let nth = match access.mode {
            Mode::Wait => self.history(access.key).waits(),
            mode if mode.is_post() => initial + self.history(access.key).posts().len(),
            _ => return None,
        };
        Some((access.key, nth as u32))
    }

    /// Adds what the earlier accesses teach that `access` does not commute with.
    fn learn(&self, clock: &mut Clock, access: &Access, initial: usize) {
        let history = self.history(access.key);
        if access.mode == Mode::Wait
            && let Some(post) = history.waits().checked_sub(initial)
            && let Some(at) = history.posts().get(post)
        {
            clock.join(&self.clocks[*at as usize]);
        }
        for at in history.teachers(access.mode) {
            clock.join(&self.clocks[at as usize]);
        }
    }

    /// The accesses of an object or a block of memory.
    pub(super) fn history(&self, key: u32) -> &History {
        self.histories.get(slot(key)).unwrap_or(&self.unused)
    }
}

fn history_mut(histories: &mut Vec<History>, key: u32) -> &mut History {
    let slot = slot(key);
    if histories.len() <= slot {
        histories.resize_with(slot + 1, History::default);
    }
    &mut histories[slot]
}
