//! Subjects that can be named on the command line.

use model::World;
use sim_io::Violation;

use crate::{BUGS, Bug, HEALTHY, PLACES, Place, Scenario};

/// Something with a name and a world.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// A bug.
    Bug(&'static Bug),
    /// A scenario that must break nothing at the newest revision.
    Healthy(&'static Scenario),
    /// A world without a claim.
    Place(&'static Place),
    /// A world that was given, without a name.
    Given(World),
}

impl Subject {
    /// Everything that has a name.
    pub fn all() -> impl Iterator<Item = Subject> {
        let bugs = BUGS.iter().copied().map(Subject::Bug);
        let healthy = HEALTHY.iter().map(Subject::Healthy);
        bugs.chain(healthy).chain(PLACES.iter().map(Subject::Place))
    }

    /// Returns the subject of this name.
    pub fn named(name: &str) -> Option<Subject> {
        Subject::all().find(|subject| subject.name() == name)
    }

    /// Its name; that of a given world is the same for all.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Given(_) => "world",
            Subject::Bug(bug) => bug.name,
            Subject::Healthy(scenario) => scenario.name,
            Subject::Place(place) => place.name,
        }
    }

    /// The name that it is listed under, if it is.
    pub fn listed_as(self) -> Option<&'static str> {
        match self {
            Subject::Bug(_) | Subject::Healthy(_) | Subject::Place(_) => Some(self.name()),
            Subject::Given(_) => None,
        }
    }

    /// Its world.
    pub fn world(self) -> World {
        match self {
            Subject::Bug(bug) => bug.world,
            Subject::Healthy(scenario) => scenario.world,
            Subject::Place(place) => place.world,
            Subject::Given(world) => world,
        }
    }

    /// Says in a sentence what it is.
    pub fn summary(self) -> &'static str {
        match self {
            Subject::Bug(bug) => bug.summary,
            Subject::Healthy(scenario) => scenario.summary,
            Subject::Place(place) => place.summary,
            Subject::Given(_) => "A world without a name.",
        }
    }

    /// Ranks `violation` among those that are looked for here, the best being 0: the place of a
    /// bug's pattern in its list, or anything at all.
    pub fn rank(self, violation: &Violation) -> Option<usize> {
        match self {
            Subject::Bug(bug) => bug.breaks.iter().position(|pattern| pattern.matches(violation)),
            Subject::Healthy(_) | Subject::Place(_) | Subject::Given(_) => Some(0),
        }
    }

    /// Returns true if `violation` is looked for here.
    pub fn wants(self, violation: &Violation) -> bool {
        self.rank(violation).is_some()
    }
}
