//! The accesses to one object or block of memory along an execution.
//!
//! Most accesses commute with most others, so they are kept by what they do: a
//! search for those that do not commute with something goes through no others.

use crate::machine::footprint::Mode;

/// The accesses of an object or a block of memory.
#[derive(Default)]
pub(super) struct History {
    /// All of them, in order.
    all: Vec<(usize, Mode)>,
    /// The events that did the same.
    by_mode: Vec<Alike>,
    /// The events that added a token.
    posts: Vec<u32>,
}

/// The events that did the same to an object.
struct Alike {
    mode: Mode,
    /// True if each of them knows those before it.
    is_ordered: bool,
    events: Vec<u32>,
}

impl History {
    /// All accesses, in order.
    pub(super) fn all(&self) -> &[(usize, Mode)] {
        &self.all
    }

    /// The events that added a token, in order.
    pub(super) fn posts(&self) -> &[u32] {
        &self.posts
    }

    /// The number of tokens taken.
    pub(super) fn waits(&self) -> usize {
        self.of(Mode::Wait).len()
    }

    /// The events that did this, in order.
    fn of(&self, mode: Mode) -> &[u32] {
        let found = self.by_mode.iter().find(|alike| alike.mode == mode);
        found.map_or(&[], |alike| &alike.events)
    }

    pub(super) fn push(&mut self, event: usize, mode: Mode) {
        self.all.push((event, mode));
        let event = event as u32;
        if mode.is_post() {
            self.posts.push(event);
        }
        match self.by_mode.iter_mut().find(|alike| alike.mode == mode) {
            Some(alike) => alike.events.push(event),
            None => {
                let is_ordered = mode.depends(mode);
                self.by_mode.push(Alike { mode, is_ordered, events: vec![event] });
            }
        }
    }

    /// Forgets the last access.
    pub(super) fn pop(&mut self) {
        let Some((_, mode)) = self.all.pop() else { return };
        if mode.is_post() {
            self.posts.pop();
        }
        let alike = self.by_mode.iter_mut().find(|alike| alike.mode == mode);
        alike.expect("it is among those that did the same").events.pop();
    }

    /// Events that know, together with what they know, all that does not commute
    /// with an access of this `mode` that comes now.
    pub(super) fn teachers(&self, mode: Mode) -> impl Iterator<Item = u32> {
        // A write knows all before it.
        let write = self.of(Mode::Write).last().copied().unwrap_or(0);
        let depending = self.by_mode.iter().filter(move |alike| alike.mode.depends(mode));
        depending.flat_map(move |alike| {
            let most = if alike.is_ordered { 1 } else { usize::MAX };
            let last = alike.events.iter().rev().copied();
            last.take_while(move |event| *event >= write).take(most)
        })
    }

    /// Calls `f` with each event before `late` that does not commute with an access
    /// of this `mode`, but for those known to an observer that knows only what `is_known`.
    pub(super) fn rivals(
        &self,
        mode: Mode,
        late: usize,
        is_known: impl Fn(usize) -> bool,
        mut f: impl FnMut(usize),
    ) {
        let before = |events: &[u32]| events.partition_point(|event| (*event as usize) < late);
        let writes = self.of(Mode::Write);
        let writes = writes[..before(writes)].iter().rev();
        // What precedes a write that is known is known as well.
        let known = writes.map(|event| *event as usize).find(|event| is_known(*event)).unwrap_or(0);
        for alike in self.by_mode.iter().filter(|alike| alike.mode.depends(mode)) {
            for event in alike.events[..before(&alike.events)].iter().rev() {
                let event = *event as usize;
                if event < known || alike.is_ordered && is_known(event) {
                    break;
                }
                f(event);
            }
        }
    }
}
