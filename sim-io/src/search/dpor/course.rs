//! One schedule of an exploration: where it begins, and what it leaves behind.

use std::sync::Arc;

use super::{
    order::Trace,
    sleep::{Sleeper, plant},
    wakeup::{Event, Tree, independent},
};
use crate::{
    machine::{End, Machine, footprint::Access},
    object::{ThreadId, ThreadSet, contains, threads},
    search::strategy::{Coverage, Strategy},
};

/// The point at which a schedule begins anew.
#[derive(Default)]
pub(super) struct Start {
    /// The steps that lead there, and the step that it begins with.
    pub(super) prefix: Vec<ThreadId>,
    /// The steps that sleep before that step.
    pub(super) sleep: Vec<Sleeper>,
    /// The steps planted behind it.
    pub(super) below: Tree,
    /// The number of steps to each point on the way at which something else is planted.
    pub(super) returns: Vec<usize>,
}

/// A point of the schedule that no schedule had reached before.
pub(super) struct Link {
    /// The thread that takes the step from here.
    pub(super) chosen: ThreadId,
    /// Steps that were explored from here, or from further up: no schedule has to begin with them.
    pub(super) sleep: Vec<Sleeper>,
    /// The steps to explore from here.
    pub(super) tree: Tree,
}

/// A schedule that is being run, or was.
pub(crate) struct Course {
    /// Its number among those that take turns.
    lane: usize,
    start: Start,
    depth: usize,
    /// The step that it began with, as it was taken.
    pub(super) branch: Option<Event>,
    /// The points behind that.
    pub(super) links: Vec<Link>,
    /// The reversals to plant in front of that: at which node, and which steps.
    pub(super) reversals: Vec<(usize, Vec<Event>)>,
    /// The schedule of `trace`.
    steps: Vec<ThreadId>,
    trace: Trace,
    /// The footprint of a step before it is taken: empty.
    nothing: Arc<[Access]>,
}

impl Course {
    pub(super) fn new(lane: usize) -> Self {
        Course {
            lane,
            start: Start::default(),
            depth: 0,
            branch: None,
            links: vec![],
            reversals: vec![],
            steps: vec![],
            trace: Trace::new(),
            nothing: Arc::new([]),
        }
    }

    pub(super) fn begin_at(&mut self, start: Start) {
        self.start = start;
        self.depth = 0;
    }

    /// The last step has its footprint now.
    fn complete_previous(&mut self, machine: &Machine) {
        let taken = self.start.prefix.len() + self.links.len();
        let Some(index) = taken.checked_sub(1) else { return };
        let footprints = machine.footprints.as_ref().expect("a search by footprints notes them");
        let steps = machine.steps.as_ref().expect("and its steps");
        let event = Event::taken(&steps[index], footprints.of(index));
        match self.links.last_mut() {
            Some(link) => link.tree.taken(event),
            None => self.branch = Some(event),
        }
    }

    /// A point that no schedule has reached before.
    fn extend(&mut self, enabled: ThreadSet, current: ThreadId) -> Option<ThreadId> {
        let (sleep, mut tree) = self.inherit();
        let chosen = match tree.begin() {
            Some((planted, below)) => {
                self.start.below = below;
                planted
            }
            None => {
                let asleep = sleep.iter().fold(0, |set, sleeper| set | 1 << sleeper.event.thread.0);
                let awake = enabled & !asleep;
                let chosen =
                    if contains(awake, current) { current } else { threads(awake).next()? };
                tree = Tree::begun(Event::unknown(chosen, self.nothing.clone()));
                chosen
            }
        };
        self.links.push(Link { chosen, sleep, tree });
        Some(chosen)
    }

    /// The inheritance of the next point from the one above: sleeping steps, and planted ones.
    fn inherit(&mut self) -> (Vec<Sleeper>, Tree) {
        let below = std::mem::take(&mut self.start.below);
        let (above, taken) = match self.links.last() {
            Some(link) => (&link.sleep, link.tree.being_explored().next()),
            None => (&self.start.sleep, self.branch.as_ref()),
        };
        let Some(taken) = taken else { return (vec![], below) };
        let sleep = above.iter().filter(|sleeper| independent(&sleeper.event, taken)).cloned();
        (sleep.collect(), below)
    }

    /// The number of steps that the schedule has in common with that of the trace.
    fn shared(&self) -> usize {
        let pairs = self.steps.iter().zip(&self.start.prefix);
        pairs.take_while(|(one, other)| one == other).count()
    }
}

impl Strategy for Course {
    fn begin(&mut self) -> bool {
        true
    }

    fn lane(&self) -> usize {
        self.lane
    }

    fn goes_back_to(&self) -> Option<usize> {
        // The step that it begins with is one that the last schedule did not take.
        let most = self.start.prefix.len().checked_sub(1)?;
        Some(self.shared().min(most))
    }

    fn gone_back(&mut self, depth: usize) {
        self.depth = depth;
    }

    fn comes_back(&self) -> bool {
        // Asked when the step has been picked.
        self.start.returns.binary_search(&(self.depth - 1)).is_ok()
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let chosen = match self.start.prefix.get(self.depth) {
            Some(step) => Some(*step),
            None => {
                self.complete_previous(machine);
                self.extend(enabled, current)
            }
        };
        if let Some(chosen) = chosen {
            assert!(
                contains(enabled, chosen),
                "a planted step can be taken: {} before {:?}",
                machine.thread_name(chosen),
                machine.announced(chosen)
            );
        }
        self.depth += 1;
        chosen
    }

    fn end(&mut self, machine: &Machine, end: End) {
        match end {
            End::Abandoned => (),
            // The last step has its footprint only now.
            End::Finished | End::Stuck | End::TooLong => self.complete_previous(machine),
        }
        let new = self.start.prefix.len();
        let shared = self.shared();
        let (branch, links) = (&self.branch, &self.links);
        self.trace.follow(machine, shared, |index| match index.checked_sub(new) {
            Some(behind) => links[behind].tree.being_explored().next(),
            None if index + 1 == new => branch.as_ref(),
            None => None,
        });
        let (links, reversals) = (&mut self.links, &mut self.reversals);
        self.trace.races(machine, new.saturating_sub(1), &mut |at, reversal| match at
            .checked_sub(new)
        {
            Some(behind) => {
                let link = &mut links[behind];
                plant(&link.sleep, &mut link.tree, reversal);
            }
            None => reversals.push((at, reversal)),
        });
        self.steps.truncate(shared);
        self.steps.extend(self.start.prefix.iter().skip(shared));
        self.steps.extend(self.links.iter().map(|link| link.chosen));
        // Behind the last point with something to begin, all is explored.
        let last = self.links.iter().rposition(|link| link.tree.is_planted());
        self.links.truncate(last.map_or(0, |last| last + 1));
        self.start = Start::default();
    }

    fn needs_footprints(&self) -> bool {
        true
    }

    fn coverage(&self) -> Coverage {
        Coverage::Everything
    }
}
