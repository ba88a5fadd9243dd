//! Strongly connected components of the states, found while they are explored.
//!
//! H. Gabow: Path-based depth-first search for strong and biconnected
//! components, Information Processing Letters 74, 2000. A livelock may go round
//! several cycles in turns, where each alone starves some thread; so it is whole
//! components that are judged. Weak fairness asks nothing that a larger
//! component would not give as well, so only the largest need be looked at
//! (O. Lichtenstein, A. Pnueli, POPL 1985).

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::super::{digests::ByDigest, lasso::Served};
use crate::object::{ThreadId, ThreadSet};

/// A state whose component may still grow.
#[derive(Serialize, Deserialize)]
struct State {
    digest: u64,
    enabled: ThreadSet,
    /// The steps from here to states that are open, too.
    steps: Vec<(ThreadId, usize)>,
}

/// States that are known to lie in one component: those from `first` up to the next part.
#[derive(Serialize, Deserialize)]
struct Part {
    first: usize,
    /// The step that led into it, from the part before.
    entered: Served,
    served: Served,
    /// True if it was reported already that it is fair.
    told: bool,
}

/// The components along the path.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Circles {
    open: Vec<State>,
    // Only looked up, never iterated: its order cannot leak.
    numbers: HashMap<u64, usize, ByDigest>,
    parts: Vec<Part>,
    path: Vec<usize>,
}

impl Circles {
    /// The path goes on to a new state, which a step of `by` led to.
    pub(super) fn enter(&mut self, digest: u64, enabled: ThreadSet, by: Option<ThreadId>) {
        let number = self.open.len();
        if let Some(by) = by {
            self.lead_to(number, by);
        }
        let entered = by.map_or(Served::NOBODY, Served::by);
        let served = Served::at(enabled);
        self.parts.push(Part { first: number, entered, served, told: false });
        self.open.push(State { digest, enabled, steps: vec![] });
        self.numbers.insert(digest, number);
        self.path.push(number);
    }

    fn lead_to(&mut self, number: usize, by: ThreadId) {
        if let Some(&above) = self.path.last() {
            self.open[above].steps.push((by, number));
        }
    }

    /// A step of `by` led to a state that was there before. Returns the threads whose steps go
    /// round in its component from there and back and starve no thread, if that
    /// has just become possible.
    pub(super) fn meet(&mut self, digest: u64, by: ThreadId) -> Option<Vec<ThreadId>> {
        let number = *self.numbers.get(&digest)?;
        self.lead_to(number, by);
        let part = self.join(number, Served::by(by))?;
        let news = part.served.is_fair() && !part.told;
        part.told |= news;
        news.then(|| self.round(number))
    }

    /// All parts from that of `number` on become one.
    fn join(&mut self, number: usize, step: Served) -> Option<&mut Part> {
        let (mut served, mut told) = (step, false);
        while let Some(part) = self.parts.pop_if(|part| part.first > number) {
            served = served.and(part.served).and(part.entered);
            told |= part.told;
        }
        let part = self.parts.last_mut()?;
        part.served = part.served.and(served);
        part.told |= told;
        Some(part)
    }

    /// Everything was explored from the last state of the path.
    pub(super) fn leave(&mut self) {
        let Some(number) = self.path.pop() else { return };
        if self.parts.pop_if(|part| part.first == number).is_none() {
            return;
        }
        for state in self.open.drain(number..) {
            self.numbers.remove(&state.digest);
        }
        // The component is complete: the step that led to it leads to no cycle.
        if let Some(&above) = self.path.last() {
            self.open[above].steps.pop();
        }
    }

    /// A way from a state of the last part back to it that does every thread justice.
    fn round(&self, start: usize) -> Vec<ThreadId> {
        let (mut here, mut walk) = (start, vec![]);
        let mut served = Served::at(self.open[start].enabled);
        while !served.is_fair() {
            let helps = |by, to| self.after(served, by, to) != served;
            for (by, to) in self.way(here, helps) {
                served = self.after(served, by, to);
                walk.push(by);
                here = to;
            }
        }
        if here != start {
            walk.extend(self.way(here, |_, to| to == start).into_iter().map(|(by, _)| by));
        }
        walk
    }

    fn after(&self, served: Served, by: ThreadId, to: usize) -> Served {
        served.and(Served::by(by)).and(Served::at(self.open[to].enabled))
    }

    /// The shortest way from a state that ends with a step which `wanted` accepts.
    fn way(&self, from: usize, wanted: impl Fn(ThreadId, usize) -> bool) -> Vec<(ThreadId, usize)> {
        // Each way is a step, and the number of the way before it.
        let mut ways: Vec<((ThreadId, usize), Option<usize>)> = vec![];
        let mut reached = HashSet::from([from]);
        let (mut here, mut before): (usize, Option<usize>) = (from, None);
        loop {
            for &(by, to) in &self.open[here].steps {
                if wanted(by, to) {
                    let mut way = vec![(by, to)];
                    while let Some(number) = before {
                        way.push(ways[number].0);
                        before = ways[number].1;
                    }
                    way.reverse();
                    return way;
                }
                if reached.insert(to) {
                    ways.push(((by, to), before));
                }
            }
            let next = before.map_or(0, |number| number + 1);
            // In a component every state is reached from every other.
            here = ways[next].0.1;
            before = Some(next);
        }
    }
}
