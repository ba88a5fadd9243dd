//! Optimal-DPOR in rounds: many schedules at once, the same ones whoever runs them.
//!
//! Each round gives every slot a step to begin with, one slot after the other;
//! then the slots run their schedules, in any order or side by side; then what
//! they left behind is taken in, again one after the other. So no result can
//! depend on how many run side by side.

use std::io;

use super::{
    course::Course,
    tree::{Exploration, Place},
};
use crate::search::{Observation, standing};

/// How many schedules a round has at most: enough to keep processors busy, few
/// enough for what is known of each to stay in their caches.
const SLOTS: usize = 16;

/// Optimal-DPOR, many schedules at a time.
pub(crate) struct Rounds {
    exploration: Exploration,
    slots: Vec<Slot>,
}

/// Runs one schedule of each round, if there are enough.
pub(crate) struct Slot {
    place: Place,
    /// The schedule; nothing while somebody runs it.
    pub(crate) course: Option<Box<Course>>,
    /// Whether it has something to run in this round.
    pub(crate) is_busy: bool,
    /// What the schedule has shown.
    pub(crate) shown: Option<Observation>,
}

impl Slot {
    fn new(number: usize) -> Self {
        let course = Some(Box::new(Course::new(number)));
        Slot { place: Place::Idle, course, is_busy: false, shown: None }
    }
}

impl Rounds {
    /// The most schedules of a round.
    pub(crate) const MOST: u64 = SLOTS as u64;

    pub(crate) fn new() -> Self {
        Rounds::with_slots(SLOTS)
    }

    /// The same with so many slots: the more, the more of them begin far up, so
    /// that what a schedule shows differs more from what those before have shown.
    pub(super) fn with_slots(slots: usize) -> Self {
        let slots = (0..slots).map(Slot::new).collect();
        Rounds { exploration: Exploration::new(), slots }
    }

    /// The same as [`Rounds::keep`] wrote them down; nothing if it was something else.
    pub(crate) fn load(kept: &[u8]) -> Option<Self> {
        let (exploration, places): (Exploration, Vec<Place>) = standing::read(kept)?;
        let numbered = places.into_iter().enumerate();
        let slots = numbered.map(|(number, place)| Slot { place, ..Slot::new(number) });
        Some(Rounds { exploration, slots: slots.collect() })
    }

    /// Writes down where it stands between two rounds.
    pub(crate) fn keep(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let places: Vec<Place> = self.slots.iter().map(|slot| slot.place).collect();
        standing::write(&(&self.exploration, places), out)
    }

    /// How much of everything is explored, as far as one can tell (see `Exploration::share`).
    pub(crate) fn share(&self) -> f64 {
        self.exploration.share()
    }

    /// Begins another round of so many schedules at most, and lends its slots;
    /// nothing if all is explored.
    pub(crate) fn begin(&mut self, most: u64) -> Option<&mut [Slot]> {
        for slot in &mut self.slots {
            slot.is_busy = false;
        }
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        for slot in self.slots.iter_mut().take(most) {
            let start = self.exploration.begin(&mut slot.place);
            slot.is_busy = start.is_some();
            let course = slot.course.as_mut().expect("nobody runs a schedule between rounds");
            start.into_iter().for_each(|start| course.begin_at(start));
        }
        self.slots.iter().any(|slot| slot.is_busy).then_some(&mut self.slots)
    }

    /// The slots, whoever has lent them.
    pub(super) fn slots(&mut self) -> &mut [Slot] {
        &mut self.slots
    }

    /// Takes in what the schedules of the round have left behind.
    pub(super) fn take_in(&mut self) {
        for slot in self.slots.iter_mut().filter(|slot| slot.is_busy) {
            let course = slot.course.as_mut().expect("the schedule has come to its end");
            self.exploration.end(&mut slot.place, course);
        }
    }

    /// Takes in what the schedules of the round have left behind, and hands over
    /// what they have shown.
    pub(crate) fn end(&mut self) -> impl Iterator<Item = Observation> {
        let exploration = &mut self.exploration;
        self.slots.iter_mut().filter_map(move |slot| {
            let shown = slot.shown.take()?;
            let course = slot.course.as_mut().expect("the schedule has come to its end");
            exploration.end(&mut slot.place, course);
            Some(shown)
        })
    }
}
