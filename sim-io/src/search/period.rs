//! Periodical scheduling: few long periods, then more and more.
//!
//! C. Wen, M. He, B. Wu, Z. Xu, S. Qin: Controlled concurrency testing via
//! periodical scheduling, ICSE 2022. A schedule is a row of periods, in each of
//! which one thread runs. Schedules of few periods come first, because most bugs
//! need few; a period ends only at a key point, a step on something that another
//! thread uses too; and what was run says what to run next. Nothing is random.
//!
//! It departs from the paper in three things. Key points are those that were
//! observed, not those of a static analysis. A period also ends where its thread
//! has to wait, for free: threads of QEMU wait for each other all the time. And
//! a thread whose period ends early comes last from then on, as in delay
//! bounding (M. Emmi, S. Qadeer, Z. Rakamarić, POPL 2011), so that it is late
//! for long and the number of schedules does not grow with that of threads.

mod plans;
mod points;

use std::collections::HashSet;

use self::{
    plans::{Plans, Switch},
    points::{Point, Uses},
};
use super::{
    digests::ByDigest,
    strategy::{Coverage, Strategy, contains},
};
use crate::{
    machine::{End, Machine},
    object::{MAX_THREADS, ThreadId, ThreadSet},
};

/// The most classes of schedules that are told apart: memory stays bounded.
const CLASSES_MAX: usize = 1 << 20;

/// Every schedule with one period, then with two, and so on.
pub(crate) struct Period {
    plans: Plans,
    uses: Uses,
    // Only looked up and counted, never iterated: its order cannot leak.
    classes: HashSet<u64, ByDigest>,
    /// The ends of this execution's periods.
    switches: Vec<Switch>,
    /// The number of them that it has come to.
    switched: usize,
    /// The threads in the order in which they go on, if no thread has the current period.
    order: Vec<ThreadId>,
    /// The thread that has the period.
    owner: ThreadId,
    /// The points at which one period more could end.
    points: Vec<Point>,
}

impl Period {
    pub(crate) fn new() -> Self {
        Period {
            plans: Plans::default(),
            uses: Uses::default(),
            classes: HashSet::default(),
            switches: vec![],
            switched: 0,
            order: vec![],
            owner: ThreadId(0),
            points: vec![],
        }
    }

    /// The first of `enabled` in the current order.
    fn first(&self, enabled: ThreadSet) -> Option<ThreadId> {
        self.order.iter().copied().find(|thread| contains(enabled, *thread))
    }

    /// `thread` comes last from now on.
    fn hold_back(&mut self, thread: ThreadId) {
        self.order.retain(|other| *other != thread);
        self.order.push(thread);
    }

    /// The switch that this execution makes after so many steps.
    fn due(&mut self, position: usize) -> Option<Switch> {
        let due = self.switches.get(self.switched).copied();
        let due = due.filter(|switch| switch.position as usize == position)?;
        self.switched += 1;
        Some(due)
    }
}

impl Strategy for Period {
    fn begin(&mut self) -> bool {
        let Some(switches) = self.plans.next() else { return false };
        self.switches = switches;
        self.switched = 0;
        self.order = (0..MAX_THREADS as u8).map(ThreadId).collect();
        self.owner = ThreadId(0);
        self.points.clear();
        true
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        let owner = contains(enabled, self.owner).then_some(self.owner);
        self.owner = owner.or_else(|| self.first(enabled))?;
        // A thread that was held back here gets no period here: that would undo it.
        let mut others = enabled & !(1 << self.owner.0);
        while let Some(switch) = self.due(machine.schedule.len()) {
            self.hold_back(self.owner);
            self.owner = switch.to;
            others &= !(1 << switch.to.0);
        }
        if self.switched == self.switches.len() {
            self.uses.note(machine, self.owner);
            let instead = self.first(others);
            self.points.extend(instead.map(|instead| Point::new(machine, self.owner, instead)));
        }
        Some(self.owner)
    }

    fn end(&mut self, machine: &Machine, _end: End) {
        (0..machine.thread_count() as u8).for_each(|id| self.uses.note(machine, ThreadId(id)));
        if self.classes.len() >= CLASSES_MAX || !self.classes.insert(machine.class()) {
            return;
        }
        for point in self.points.iter().filter(|point| self.uses.is_key(point)) {
            self.plans.add(Switch { position: point.position, to: point.instead });
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
