//! The search by states sees what it saw before it knew what comes after what, and which values
//! commute.

use model::{Revision, Start, Transport, World};
use multifd_tests::{everything, limited};
use scenarios::{Around, BUGS, faulty_worlds};
use sim_io::{Ending, EngineName, StrategyKind};

/// The most schedules of the search that knows less: a larger world is not compared.
const SCHEDULES_MAX: u64 = 1_500;

/// The schedules of both searches, if the one that knows less comes to its end.
fn compare(world: World, revision: &str) -> Option<(u64, u64)> {
    let program = model::program(world, Revision::named(revision).unwrap().revision);
    let run = |strategy| limited(EngineName::Explore, strategy, SCHEDULES_MAX).run(&program);
    let plain = run(StrategyKind::CachedPlain);
    if plain.ending != Ending::Exhausted {
        return None;
    }
    let ordered = run(StrategyKind::Cached);
    assert_eq!(ordered.ending, Ending::Exhausted, "{world} at {revision}");
    assert_eq!(everything(&ordered), everything(&plain), "{world} at {revision}");
    Some((plain.schedules, ordered.schedules))
}

/// The number of worlds compared, and the schedules of both searches.
fn compare_all(cases: impl Iterator<Item = (World, &'static str)>) -> (usize, u64, u64) {
    let compared: Vec<_> = cases.filter_map(|(world, revision)| compare(world, revision)).collect();
    let sum = |f: fn(&(u64, u64)) -> u64| compared.iter().map(f).sum();
    (compared.len(), sum(|both| both.0), sum(|both| both.1))
}

#[test]
fn on_the_catalogue_both_see_the_same_at_both_ends_of_the_history() {
    let worlds = || BUGS.iter().map(|bug| bug.world);
    let cases = ["v8.2", "head"].into_iter().flat_map(|name| worlds().map(move |one| (one, name)));
    let (compared, plain, ordered) = compare_all(cases);
    assert!(compared > 80, "{compared} worlds were small enough");
    assert!(ordered * 2 < plain, "{ordered} schedules instead of {plain}");
}

#[test]
fn of_both_hosts_both_see_the_same_at_every_release_over_each_transport() {
    let base = World { channels: 1, start: Start::Both, ..World::PLAIN };
    let releases = ["v8.2", "v9.0", "v9.1", "v9.2", "v10.0", "v10.1", "v10.2"];
    let over = |transport| World { transport, ..base };
    let worlds = [over(Transport::Socket), over(Transport::Tls)];
    let cases = releases.into_iter().flat_map(|name| worlds.map(|world| (world, name)));
    let (compared, plain, ordered) = compare_all(cases);
    assert!(compared > 10, "{compared} worlds were small enough");
    assert!(ordered * 4 < plain, "{ordered} schedules instead of {plain}");
}

#[test]
fn of_each_single_fault_both_see_the_same() {
    let worlds = faulty_worlds(Around::Nothing, 1, 1, 1);
    let (compared, plain, ordered) = compare_all(worlds.into_iter().map(|world| (world, "head")));
    assert!(compared > 40, "{compared} worlds were small enough");
    assert!(ordered * 2 < plain, "{ordered} schedules instead of {plain}");
}
