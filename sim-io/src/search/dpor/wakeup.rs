//! Wakeup trees: what is to be explored, without exploring anything twice.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    machine::{Step, footprint::Access},
    object::ThreadId,
    operation::OperationKind,
};

/// A step of a thread, and what it does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::search) struct Event {
    /// The thread that takes it.
    pub(in crate::search) thread: ThreadId,
    /// Its accesses.
    pub(super) footprint: Arc<[Access]>,
    /// The thread that it creates or joins.
    pub(super) relative: Option<ThreadId>,
    /// True if it joins that.
    pub(super) joins: bool,
    /// The semaphore of a post or a wait, and its number there.
    pub(super) token: Option<(u32, u32)>,
}

impl Event {
    /// A step as it was taken.
    pub(in crate::search) fn taken(step: &Step, footprint: &[Access]) -> Self {
        let child = step.operation.names_thread().then_some(step.operation.argument);
        let relative = child.and_then(|child| child.checked_sub(1));
        Event {
            thread: step.thread,
            footprint: footprint.into(),
            relative: relative.map(|child| ThreadId(child as u8)),
            joins: step.operation.kind == OperationKind::Join,
            token: None,
        }
    }

    /// The accesses of the step.
    pub(in crate::search) fn footprint(&self) -> &[Access] {
        &self.footprint
    }

    /// The thread that it joins.
    pub(in crate::search) fn joined(&self) -> Option<ThreadId> {
        self.relative.filter(|_| self.joins)
    }

    /// Returns true if it creates `thread`.
    pub(in crate::search) fn creates(&self, thread: ThreadId) -> bool {
        self.relative == Some(thread) && !self.joins
    }

    /// A step that has not been taken yet, as far as it is known.
    pub(super) fn unknown(thread: ThreadId, footprint: Arc<[Access]>) -> Self {
        Event { thread, footprint, relative: None, joins: false, token: None }
    }
}

/// Returns true if two steps of different threads commute.
pub(in crate::search) fn independent(a: &Event, b: &Event) -> bool {
    a.thread != b.thread
        && a.relative != Some(b.thread)
        && b.relative != Some(a.thread)
        && !(a.token.is_some() && a.token == b.token)
        && !conflict(&a.footprint, &b.footprint)
}

fn conflict(a: &[Access], b: &[Access]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.key == y.key && x.mode.depends(y.mode)))
}

/// Returns true if two steps commute, for searches that know states and no clocks.
pub(in crate::search) fn independent_in_state(a: &Event, b: &Event) -> bool {
    let depends = |x: &Access, y: &Access| x.key == y.key && x.mode.depends_in_state(y.mode);
    a.thread != b.thread
        && a.relative != Some(b.thread)
        && b.relative != Some(a.thread)
        && !a.footprint.iter().any(|x| b.footprint.iter().any(|y| depends(x, y)))
}

/// The place in `sequence` where the step of `event`'s thread could come first: its
/// index, or nowhere but independent of all of it.
pub(super) fn weak_initial(event: &Event, sequence: &[Event]) -> Option<Option<usize>> {
    match sequence.iter().position(|other| other.thread == event.thread) {
        Some(index) => {
            let own = &sequence[index];
            let first = sequence[..index].iter().all(|other| independent(other, own));
            first.then_some(Some(index))
        }
        None => sequence.iter().all(|other| independent(other, event)).then_some(None),
    }
}

/// A step to explore, and what to explore after it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Child {
    /// The step.
    pub(super) event: Event,
    /// The steps after it; empty means whatever comes.
    pub(super) below: Tree,
}

/// An ordered tree of steps. Those at the front were begun: they are being
/// explored. The others are planted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tree {
    children: Vec<Child>,
    begun: usize,
}

impl Tree {
    /// A tree whose only step is being explored.
    pub(super) fn begun(event: Event) -> Self {
        Tree { children: vec![Child { event, below: Tree::default() }], begun: 1 }
    }

    /// Returns true if nothing is explored any more, and nothing is planted.
    pub(super) fn is_empty(&self) -> bool {
        self.children.is_empty()
    }

    /// The number of steps that are being explored or planted here.
    pub(super) fn len(&self) -> usize {
        self.children.len()
    }

    /// Returns true if there is something to begin.
    pub(super) fn is_planted(&self) -> bool {
        self.children.len() > self.begun
    }

    /// The steps that are being explored.
    pub(super) fn being_explored(&self) -> impl Iterator<Item = &Event> {
        self.children[..self.begun].iter().map(|child| &child.event)
    }

    /// Begins with the next that is planted: its step, and what is planted below it.
    pub(super) fn begin(&mut self) -> Option<(ThreadId, Tree)> {
        let child = self.children.get_mut(self.begun)?;
        self.begun += 1;
        Some((child.event.thread, std::mem::take(&mut child.below)))
    }

    /// Puts the step of `event`'s thread, which is being explored, as it was taken.
    pub(super) fn taken(&mut self, event: Event) {
        let at = self.position(event.thread);
        self.children[at].event = event;
    }

    /// All that begins with the step of `thread` is explored: the step.
    pub(super) fn finish(&mut self, thread: ThreadId) -> Event {
        let at = self.position(thread);
        self.begun -= 1;
        self.children.remove(at).event
    }

    fn position(&self, thread: ThreadId) -> usize {
        let found = self.being_explored().position(|event| event.thread == thread);
        found.expect("a step that is being explored has its place")
    }

    /// Plants `sequence`, unless what is planted or being explored covers it.
    pub(super) fn insert(&mut self, sequence: Vec<Event>) {
        let covers = |event: &Event| weak_initial(event, &sequence).is_some();
        if !self.being_explored().any(covers) {
            insert(&mut self.children, sequence, self.begun);
        }
    }
}

fn insert(children: &mut Vec<Child>, mut sequence: Vec<Event>, begun: usize) {
    let found = children
        .iter()
        .enumerate()
        .skip(begun)
        .find_map(|(index, child)| Some((index, weak_initial(&child.event, &sequence)?)));
    match found {
        Some((index, position)) => {
            if let Some(position) = position {
                sequence.remove(position);
            }
            let below = &mut children[index].below.children;
            // A leaf explores whatever comes, so it covers the sequence.
            if !below.is_empty() {
                insert(below, sequence, 0);
            }
        }
        None => {
            let chain = sequence.into_iter().rev().fold(None, |below: Option<Child>, event| {
                Some(Child {
                    event,
                    below: Tree { children: below.into_iter().collect(), begun: 0 },
                })
            });
            children.extend(chain);
        }
    }
}
