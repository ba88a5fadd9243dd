//! Wakeup trees: what is to be explored, without exploring anything twice.

use std::rc::Rc;

use crate::{
    machine::{Step, footprint::Access},
    object::ThreadId,
};

/// A step of a thread, and what it does.
#[derive(Clone, Debug)]
pub(in crate::search) struct Event {
    /// Who takes it.
    pub(in crate::search) thread: ThreadId,
    /// What it does.
    pub(super) footprint: Rc<[Access]>,
    /// The thread that it creates or joins.
    pub(super) relative: Option<ThreadId>,
    /// For a post or a wait, which one of its semaphore it is.
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
            token: None,
        }
    }

    /// What it does.
    pub(in crate::search) fn footprint(&self) -> &[Access] {
        &self.footprint
    }

    /// A step that has not been taken yet.
    pub(super) fn unknown(thread: ThreadId) -> Self {
        Event { thread, footprint: Rc::new([]), relative: None, token: None }
    }
}

/// Whether two steps of different threads commute.
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

/// The same, for searches that know states and no clocks.
pub(in crate::search) fn independent_in_state(a: &Event, b: &Event) -> bool {
    let depends = |x: &Access, y: &Access| x.key == y.key && x.mode.depends_in_state(y.mode);
    a.thread != b.thread
        && a.relative != Some(b.thread)
        && b.relative != Some(a.thread)
        && !a.footprint.iter().any(|x| b.footprint.iter().any(|y| depends(x, y)))
}

/// Where in `sequence` the step of `event`'s thread could come first: its
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
#[derive(Debug)]
pub(super) struct Child {
    /// The step.
    pub(super) event: Event,
    /// What comes after it; empty means whatever comes.
    pub(super) below: Tree,
}

/// An ordered tree of steps.
#[derive(Debug, Default)]
pub(super) struct Tree(Vec<Child>);

impl Tree {
    pub(super) fn new() -> Self {
        Tree(vec![])
    }

    pub(super) fn with(event: Event) -> Self {
        Tree(vec![Child { event, below: Tree::new() }])
    }

    pub(super) fn first(&self) -> Option<&Child> {
        self.0.first()
    }

    pub(super) fn first_mut(&mut self) -> Option<&mut Child> {
        self.0.first_mut()
    }

    /// Takes the child out that has been explored.
    pub(super) fn take_first(&mut self) -> Child {
        self.0.remove(0)
    }

    /// The child that is being explored has taken its step.
    pub(super) fn set_first(&mut self, event: Event) {
        self.0[0].event = event;
    }

    /// Plants `sequence`, unless what is planted already covers it. The first
    /// child is being explored: what begins like it was found there.
    pub(super) fn insert(&mut self, sequence: Vec<Event>) {
        insert(&mut self.0, sequence, 1);
    }
}

fn insert(children: &mut Vec<Child>, mut sequence: Vec<Event>, explored: usize) {
    let found = children
        .iter()
        .enumerate()
        .skip(explored)
        .find_map(|(index, child)| Some((index, weak_initial(&child.event, &sequence)?)));
    match found {
        Some((index, position)) => {
            if let Some(position) = position {
                sequence.remove(position);
            }
            let below = &mut children[index].below.0;
            // A leaf explores whatever comes, so it covers the sequence.
            if !below.is_empty() {
                insert(below, sequence, 0);
            }
        }
        None => {
            let chain = sequence.into_iter().rev().fold(None, |below: Option<Child>, event| {
                Some(Child { event, below: Tree(below.into_iter().collect()) })
            });
            children.extend(chain);
        }
    }
}
