//! Optimal-DPOR in rounds: many schedules at once, the same ones on any number of threads.
//!
//! The slots are two parts, which take turns. A round runs the schedules of one part,
//! in any order or side by side. Meanwhile what the other part has left behind is taken
//! in, one slot after the other, and each of its slots is given another step to begin
//! with. So no thread waits for that, and no result depends on how many run side by side.
//!
//! Now and then all that was begun is brought to its end first: only then is there a
//! place to go on from later. From there to the next such place is a stretch.

use std::{io, ops::ControlFlow};

use super::{
    course::Course,
    tree::{Exploration, Place},
};
use crate::search::{Observation, standing};

/// The most schedules of a round: enough to keep processors busy, few
/// enough for what is known of each to stay in their caches.
const SLOTS: usize = 8;

/// The most rounds of a stretch.
const ROUNDS: usize = 16;

/// Optimal-DPOR, many schedules at a time.
pub(crate) struct Rounds {
    exploration: Exploration,
    parts: [Vec<Slot>; 2],
    /// The part whose schedules are run.
    on: usize,
    /// The number of rounds of this stretch that have been begun.
    round: usize,
}

/// The work beside a round: all that belongs to the other part.
pub(crate) struct Aside<'a> {
    exploration: &'a mut Exploration,
    slots: &'a mut [Slot],
    /// The number of schedules that the round runs.
    running: u64,
    /// True if it is followed by another of the same stretch.
    goes_on: bool,
}

/// Runs one schedule of each round, if there are enough.
pub(crate) struct Slot {
    place: Place,
    /// The schedule; nothing while a thread runs it.
    pub(crate) course: Option<Box<Course>>,
    /// True if it has something to run in this round.
    pub(crate) is_busy: bool,
    /// The result of the schedule.
    pub(crate) shown: Option<Observation>,
}

impl Slot {
    fn new(number: usize) -> Self {
        let course = Some(Box::new(Course::new(number)));
        Slot { place: Place::Idle, course, is_busy: false, shown: None }
    }
}

impl Rounds {
    /// The most schedules of a stretch.
    pub(crate) const MOST: u64 = (SLOTS * ROUNDS) as u64;

    pub(crate) fn new() -> Self {
        Rounds::with_slots([SLOTS, SLOTS])
    }

    /// Rounds with so many slots in each part: the more, the more of them begin far up, so
    /// that what a schedule shows differs more from what those before have shown.
    pub(super) fn with_slots(slots: [usize; 2]) -> Self {
        let parts = [(0..slots[0]), (slots[0]..slots[0] + slots[1])];
        let parts = parts.map(|numbers| numbers.map(Slot::new).collect());
        // Before the first stretch there is nothing to go on with.
        Rounds { exploration: Exploration::new(), parts, on: 0, round: ROUNDS }
    }

    /// The rounds as [`Rounds::keep`] wrote them down; nothing if it was something else.
    pub(crate) fn load(kept: &[u8]) -> Option<Self> {
        let (exploration, places): (Exploration, Vec<Place>) = standing::read(kept)?;
        let mut rounds = Rounds { exploration, ..Rounds::new() };
        let slots: Vec<&mut Slot> = rounds.parts.iter_mut().flatten().collect();
        if slots.len() != places.len() {
            return None;
        }
        slots.into_iter().zip(places).for_each(|(slot, place)| slot.place = place);
        Some(rounds)
    }

    /// Writes down where it stands between two stretches.
    pub(crate) fn keep(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let places: Vec<Place> = self.parts.iter().flatten().map(|slot| slot.place).collect();
        standing::write(&(&self.exploration, places), out)
    }

    /// The share of everything that is explored, as far as one can tell (see `Exploration::share`).
    pub(crate) fn share(&self) -> f64 {
        self.exploration.share()
    }

    /// Begins another stretch, whose first round has so many schedules at most; returns true if
    /// there is anything left to explore.
    pub(crate) fn begin(&mut self, most: u64) -> bool {
        (self.on, self.round) = (0, 1);
        let [slots, _] = &mut self.parts;
        begin(&mut self.exploration, slots, most);
        self.is_on()
    }

    /// Returns true if the part that is on has a schedule to run: else the stretch is over.
    pub(crate) fn is_on(&self) -> bool {
        self.parts[self.on].iter().any(|slot| slot.is_busy)
    }

    /// The schedules to run, and what to do meanwhile.
    pub(crate) fn round(&mut self) -> (&mut [Slot], Aside<'_>) {
        let [first, second] = &mut self.parts;
        let (on, off) = if self.on == 0 { (first, second) } else { (second, first) };
        let running = on.iter().filter(|slot| slot.is_busy).count() as u64;
        let goes_on = self.round < ROUNDS;
        let aside = Aside { exploration: &mut self.exploration, slots: off, running, goes_on };
        (on, aside)
    }

    /// The round is over, and the other part has its turn.
    pub(crate) fn turn(&mut self) {
        self.on = 1 - self.on;
        self.round += 1;
    }

    /// The slots whose schedules are run.
    pub(super) fn slots(&mut self) -> &mut [Slot] {
        &mut self.parts[self.on]
    }
}

impl Aside<'_> {
    /// Takes in what the schedules have left behind, and shows what they have shown,
    /// until `show` has seen enough.
    pub(crate) fn take_in(
        &mut self,
        mut show: impl FnMut(Observation) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for slot in self.slots.iter_mut().filter(|slot| slot.is_busy) {
            let course = slot.course.as_mut().expect("the schedule has come to its end");
            self.exploration.end(&mut slot.place, course);
            slot.is_busy = false;
            slot.shown.take().map_or(ControlFlow::Continue(()), &mut show)?;
        }
        ControlFlow::Continue(())
    }

    /// Begins so many schedules at most, less those that run.
    pub(crate) fn begin(&mut self, most: u64) {
        if self.goes_on {
            begin(self.exploration, self.slots, most.saturating_sub(self.running));
        }
    }
}

fn begin(exploration: &mut Exploration, slots: &mut [Slot], most: u64) {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    for slot in slots.iter_mut().take(most) {
        let start = exploration.begin(&mut slot.place);
        slot.is_busy = start.is_some();
        let course = slot.course.as_mut().expect("nobody runs a schedule between rounds");
        start.into_iter().for_each(|start| course.begin_at(start));
    }
}
