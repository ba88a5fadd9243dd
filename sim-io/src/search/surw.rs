//! Selectively uniform random walk.
//!
//! H. Zhao, D. Wolff, U. Mathur, A. Roychoudhury: Selectively uniform
//! concurrency testing, ASPLOS 2025. Of all that threads do, the operations on
//! a few objects are events; each schedule has others. The thread of the next event
//! is drawn in proportion to the events that each thread has left, so that
//! every order of events is equally likely, whatever lies between them. Events
//! of threads that do not exist yet count for the threads that will create them.
//!
//! Until the event that was drawn is reached, all but events may happen; in
//! which order, partial order sampling says, which cannot change the order of
//! events. Where the event drawn waits for another one, it is drawn again.

mod estimate;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use self::estimate::Estimate;
use super::{
    announced::uses,
    pos::Pos,
    strategy::{Coverage, Strategy, contains, threads},
};
use crate::{
    machine::{End, Machine, Status, footprint::Mode},
    object::{MAX_THREADS, ObjectId, ThreadId, ThreadSet},
};

/// The number of steps for which an event is held back for another. A thread that spins
/// until another's event is done would keep it from happening for ever.
const PATIENCE: u32 = 512;

/// Draws the thread of the next event.
pub(crate) struct Surw {
    rng: ChaCha8Rng,
    /// Chooses among all threads that may run.
    walk: Pos,
    estimate: Estimate,
    /// The objects whose operations are this schedule's events.
    selected: Vec<ObjectId>,
    /// The events that each thread still has before it.
    left: [u64; MAX_THREADS],
    /// The thread whose event was drawn. It may not exist yet.
    next: Option<ThreadId>,
    /// The number of steps for which an event has been held back.
    held: u32,
}

impl Surw {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // The walk draws from the same seed, and must not draw the same.
        rng.set_stream(1);
        Surw {
            rng,
            walk: Pos::new(seed),
            estimate: Estimate::default(),
            selected: vec![],
            left: [0; MAX_THREADS],
            next: None,
            held: 0,
        }
    }

    /// Selects one object, or with a coin for each, some more.
    fn select(&mut self) {
        self.selected.clear();
        let shared = self.estimate.shared();
        while !shared.is_empty() {
            let object = shared[self.rng.random_range(0..shared.len())];
            if !self.selected.contains(&object) {
                self.selected.push(object);
            }
            if self.rng.random() {
                break;
            }
        }
    }

    /// The number of events in the announced operation of `thread`.
    fn events(&self, machine: &Machine, thread: ThreadId) -> u64 {
        let selected =
            |used: &(ObjectId, Mode)| is_event(used.1) && self.selected.contains(&used.0);
        uses(machine, thread).filter(selected).count() as u64
    }

    /// The threads of `enabled` that stand before an event.
    fn standing(&self, machine: &Machine, enabled: ThreadSet) -> ThreadSet {
        if self.selected.is_empty() {
            return 0;
        }
        let stands = |thread: &ThreadId| self.events(machine, *thread) > 0;
        threads(enabled).filter(stands).map(|thread| 1 << thread.0).sum()
    }

    /// The threads that may run, where some threads stand before an event.
    fn allowed(&mut self, machine: &Machine, enabled: ThreadSet, standing: ThreadSet) -> ThreadSet {
        let mut holder = self.next.and_then(|next| self.holder(machine, next));
        if holder.is_none() {
            holder = self.draw(machine, standing, ThreadSet::MAX);
        }
        let drawn = holder.map_or(0, |holder| 1 << holder.0);
        let allowed = enabled & (!standing | drawn);
        self.held += 1;
        if allowed != 0 && self.held < PATIENCE {
            return allowed;
        }
        let holder = self.draw(machine, standing, standing);
        holder.map_or(enabled, |holder| 1 << holder.0)
    }

    /// Draws the thread of the next event, and returns the one that leads there: one of `holders`.
    fn draw(
        &mut self,
        machine: &Machine,
        standing: ThreadSet,
        holders: ThreadSet,
    ) -> Option<ThreadId> {
        let weight = |id: usize| {
            let thread = ThreadId(id as u8);
            let holder = self.holder(machine, thread).filter(|holder| contains(holders, *holder));
            // A thread that stands before an event has one, whatever was estimated.
            holder.map_or(0, |_| self.left[id].max(u64::from(contains(standing, thread))))
        };
        let weights: Vec<u64> = (0..machine.threads.len()).map(weight).collect();
        let total: u64 = weights.iter().sum();
        if total == 0 {
            return None;
        }
        let mut nth = self.rng.random_range(0..total);
        let chosen = weights.iter().position(|weight| {
            let here = nth < *weight;
            nth = nth.saturating_sub(*weight);
            here
        });
        self.next = chosen.map(|id| ThreadId(id as u8));
        self.next.and_then(|next| self.holder(machine, next))
    }

    /// The thread that has the events of `thread` before it: itself, or one that will create
    /// it; none if they will not happen.
    fn holder(&self, machine: &Machine, thread: ThreadId) -> Option<ThreadId> {
        let mut holder = thread;
        for _ in 0..MAX_THREADS {
            match machine.threads.get(usize::from(holder.0))?.status {
                Status::Ready => return Some(holder),
                Status::Finished => return None,
                Status::Unborn => holder = self.estimate.creator(holder)?,
            }
        }
        None
    }

    /// `thread` takes its announced operation.
    fn take(&mut self, machine: &Machine, thread: ThreadId) {
        self.estimate.note(machine, thread);
        let events = self.events(machine, thread);
        if events > 0 {
            let left = &mut self.left[usize::from(thread.0)];
            *left = left.saturating_sub(events);
            self.next = None;
            self.held = 0;
        }
    }
}

/// Returns true if the place of such an operation among others is a choice: no thread can
/// use a mutex before its holder gives it back.
fn is_event(mode: Mode) -> bool {
    mode != Mode::Unlock
}

impl Strategy for Surw {
    fn begin(&mut self) -> bool {
        self.walk.restart();
        self.select();
        self.left = self.estimate.events(&self.selected);
        self.next = None;
        self.held = 0;
        true
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        let standing = self.standing(machine, enabled);
        let allowed = match standing {
            0 => enabled,
            standing => self.allowed(machine, enabled, standing),
        };
        let chosen = self.walk.choose(machine, allowed);
        self.take(machine, chosen);
        Some(chosen)
    }

    fn end(&mut self, _machine: &Machine, _end: End) {
        self.estimate.end();
    }

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
