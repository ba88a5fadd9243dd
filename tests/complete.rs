//! Complete searches of whole migrations.

use model::{Revision, World, program};
use multifd_tests::exhaustive;
use sim_io::{Ending, EngineName, Search, StrategyKind, Verdict};

/// Every schedule of a world at a revision.
///
/// # Panics
/// If the revision is not known, or the search does not end.
pub(crate) fn complete(world: World, revision: &str, strategy: StrategyKind) -> Verdict {
    let verdict = searched(world, revision, strategy, None);
    assert_eq!(verdict.ending, Ending::Exhausted, "{world}");
    verdict
}

/// The schedules of a world at a revision, so many at most.
///
/// # Panics
/// If the revision is not known.
pub(crate) fn searched(
    world: World,
    revision: &str,
    strategy: StrategyKind,
    schedules_max: Option<u64>,
) -> Verdict {
    let revision = Revision::named(revision).expect("it is a revision").revision;
    let search = Search { strategy, schedules_max, ..exhaustive(EngineName::Explore) };
    search.run(&program(world, revision))
}
