//! Worlds as they are.

use std::collections::BTreeSet;

use model::{Revision, World, program};
use sim_io::{
    Breach, Counts, Ending, EngineName, Found, Passed, Program, Search, Stop, StrategyKind,
    Verdict, recorded,
};

use super::STEPS_MAX;
use crate::listing::Label;

/// What a world shows: how something was broken, at what, and its name in the catalogue, or its
/// cause where it has none.
///
/// Which function is to blame is left out: a search by states tells the first of several ways.
pub(super) type Sight = (Breach, String, String);

/// A world that was searched completely as it is.
#[derive(Clone, Debug)]
pub struct Intact {
    /// The world.
    pub world: World,
    /// How many schedules that took.
    pub schedules: u64,
    /// The places that it comes to.
    pub passed: Passed,
    /// What it shows.
    pub(super) sights: BTreeSet<Sight>,
    /// How it comes out.
    pub(super) outcomes: BTreeSet<String>,
}

impl Intact {
    /// What a world shows and where it comes to, if so many schedules are all.
    pub fn of(world: World, revision: Revision, schedules: u64) -> Option<Intact> {
        let program = program(world, revision);
        let search = || search(&program, StrategyKind::Cached, schedules, Stop::Never);
        let (verdict, passed) = recorded(search);
        if verdict.ending != Ending::Exhausted {
            return None;
        }
        let sights = verdict.found.iter().map(|found| sight(found, &world, &revision));
        let sights = sights.collect();
        let outcomes = verdict.outcomes.keys().cloned().collect();
        Some(Intact { world, schedules: verdict.schedules, passed, sights, outcomes })
    }
}

/// What was found, as worlds are compared by it.
pub(super) fn sight(found: &Found, world: &World, revision: &Revision) -> Sight {
    let violation = &found.violation;
    let (breach, object, _) = violation.key();
    let name = match Label::of(found, world, revision) {
        Label::Known(bug) | Label::Back(bug) => bug.name.to_string(),
        Label::AfterCrash => "after a crash".to_string(),
        Label::Unlisted | Label::New => violation.cause(),
    };
    (breach, object, name)
}

pub(super) fn search(
    program: &Program,
    strategy: StrategyKind,
    schedules: u64,
    stop: Stop,
) -> Verdict {
    let search = Search {
        engine: EngineName::Explore,
        strategy,
        seed: 1,
        schedules_max: Some(schedules),
        memory_max: None,
        time_max: None,
        steps_max: STEPS_MAX,
        stop,
        counts: Counts::Nothing,
        jobs: 1,
    };
    search.run(program)
}
