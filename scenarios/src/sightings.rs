//! The releases that show a violation, as far as a few schedules tell.

use model::{
    ExitOnError, NamedRevision, Postcopy, RELEASES, Revision, Transport, World, ZeroCopy,
    wire::flags::Compression,
};
use sim_io::Violation;

use crate::{Budget, hunt};

/// The schedules of the search at a release.
const SCHEDULES: u64 = 400;

/// Releases at which a violation was looked for, and the results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sightings {
    /// The releases that show it, in ranges.
    pub seen: Vec<String>,
    /// The others, likewise.
    pub unseen: Vec<String>,
    /// The most schedules that each of them was searched with.
    pub schedules: u64,
}

/// Looks for what `wanted` accepts in `world` at each release, and at head.
pub fn sightings(
    world: World,
    wanted: impl Fn(&Violation) -> bool + Clone + Send + Sync + 'static,
) -> Sightings {
    let budget = Budget { schedules: SCHEDULES, exhaust: 0, ..Budget::DEFAULT };
    let looked: Vec<(String, bool)> = releases(&world)
        .map(|named| {
            let wanted = wanted.clone();
            let program = model::program(world, named.revision);
            let verdict = hunt(&program, &budget, wanted.clone());
            (named.name, verdict.found.iter().any(|found| wanted(&found.violation)))
        })
        .collect();
    Sightings { seen: ranges(&looked, true), unseen: ranges(&looked, false), schedules: SCHEDULES }
}

/// The releases that have what the world takes.
fn releases(world: &World) -> impl Iterator<Item = NamedRevision> {
    let first = first_release(world);
    let numbered = RELEASES.iter().map(|(name, _)| *name).filter(|name| name.starts_with('v'));
    let able = numbered.skip_while(move |name| *name != first);
    able.chain(["head"]).map(|name| Revision::named(name).expect("a release is a revision"))
}

/// The first release of [`RELEASES`] that could be set up as the world is: any can be played
/// with what it does not have, and shows what no user of it can see.
fn first_release(world: &World) -> &'static str {
    let features = [
        (world.zero_copy == ZeroCopy::On, "v7.2"),
        (world.transport == Transport::File, "v9.0"),
        (world.exit_on_error == ExitOnError::Off, "v9.1"),
        (matches!(world.compression, Compression::Qpl | Compression::Uadk), "v9.1"),
        (world.compression == Compression::Qatzip, "v9.2"),
        (world.devices.count > 0, "v10.0"),
        (world.postcopy != Postcopy::Never, "v10.1"),
    ];
    // From old to new: the last that the world has decides.
    features.iter().rfind(|(has, _)| *has).map_or("v5.2", |(_, release)| release)
}

/// `v8.2 to v10.2`, `v5.2`: runs of neighbours that are alike.
fn ranges(looked: &[(String, bool)], seen: bool) -> Vec<String> {
    // The newest tree is no release, and stands by itself.
    let alike = |one: &(String, bool), next: &(String, bool)| one.1 == next.1 && next.0 != "head";
    let runs = looked.chunk_by(alike).filter(|run| run[0].1 == seen);
    runs.map(|run| match run {
        [(only, _)] => only.clone(),
        [(first, _), .., (last, _)] => format!("{first} to {last}"),
        [] => String::new(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn neighbours_that_are_alike_are_told_as_a_range() {
        let looked = [("a", false), ("b", true), ("c", true), ("d", false), ("head", false)];
        let looked = looked.map(|(name, seen)| (name.to_string(), seen));
        assert_eq!(ranges(&looked, true), ["b to c"]);
        assert_eq!(ranges(&looked, false), ["a", "d", "head"]);
    }
}
