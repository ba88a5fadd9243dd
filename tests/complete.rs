//! Complete searches of whole migrations.

use model::{Revision, World, program};
use multifd_tests::exhaustive;
use sim_io::{Ending, EngineName, Search, StrategyKind, Verdict};

/// Every schedule of a world at a revision.
///
/// # Panics
/// If the revision is not known, or the search does not end.
pub(crate) fn complete(world: World, revision: &str, strategy: StrategyKind) -> Verdict {
    let revision = Revision::named(revision).expect("it is a revision").revision;
    let search = Search { strategy, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&program(world, revision));
    assert_eq!(verdict.ending, Ending::Exhausted, "{world}");
    verdict
}
