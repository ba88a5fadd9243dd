//! Flushes of the channels on both hosts: after each round, as machines since 8.1 do, or after each
//! section, as machines up to 8.0 have it.

use model::{FlushAt, ReturnPath, World};
use multifd_tests::{breaches, outcomes};
use sim_io::StrategyKind;

use super::{ONE, is_healthy};
use crate::complete::complete;

const OLD: World = World { flush: FlushAt::Section, ..ONE };
const RELEASES: [&str; 3] = ["v9.0", "v10.0", "v10.2"];

/// The schedules of both complete searches, and how they end and what they break.
fn both(world: World, release: &str) -> (u64, u64, String, String) {
    let all = complete(world, release, StrategyKind::Dpor);
    let merged = complete(world, release, StrategyKind::Cached);
    assert_eq!(outcomes(&merged), outcomes(&all), "{release}");
    assert_eq!(breaches(&merged), breaches(&all), "{release}");
    let ends = outcomes(&all).into_iter().collect::<Vec<_>>().join("; ");
    let broken = breaches(&all).into_iter().collect::<Vec<_>>().join("; ");
    (all.schedules, merged.schedules, ends, broken)
}

#[test]
fn a_migration_that_flushes_after_each_section_on_both_hosts_breaks_nothing_since_v9_0() {
    let world = World { rounds: 2, ..OLD };
    let counts = |world| {
        RELEASES.map(|release| {
            let (all, merged, ends, broken) = both(world, release);
            assert_eq!((ends.as_str(), broken.as_str()), ("completed, completed", ""), "{release}");
            (all, merged)
        })
    };
    assert_eq!(counts(world), [(216, 63), (216, 63), (216, 63)]);
    let answered = World { return_path: ReturnPath::Answers, ..world };
    assert_eq!(counts(answered), [(144, 56), (216, 74), (216, 74)]);
}

#[test]
fn two_channels_flushed_after_each_section_bring_every_page_in_every_state() {
    let merged = complete(World { channels: 2, ..OLD }, "v10.2", StrategyKind::Cached);
    is_healthy(&merged, "two channels");
    assert_eq!(merged.schedules, 2_159);
}

/// The packet that is left over is there as well: see [`super`].
#[test]
fn at_v8_2_it_breaks_what_it_breaks_where_rounds_are_flushed() {
    let [old, new] = [OLD, ONE].map(|world| complete(world, "v8.2", StrategyKind::Cached));
    assert_eq!((outcomes(&old), breaches(&old)), (outcomes(&new), breaches(&new)));
    assert_eq!(old.schedules, 15_299);
}

/// No FLUSH ever comes, and the channels wait for one at their first SYNC. The stream
/// of the main channel is whole, so the guest goes on without what was sent.
#[test]
fn where_the_source_alone_flushes_after_each_section_the_guest_goes_on_without_its_pages() {
    let world = World { rounds: 2, flush: FlushAt::SectionOfSource, ..ONE };
    let seen = RELEASES.map(|release| both(world, release));
    let lost = |all, merged| {
        (
            all,
            merged,
            String::from("completed, completed"),
            String::from("broken: S7: guest_page[0]"),
        )
    };
    assert_eq!(seen, [lost(324, 32), lost(432, 32), lost(432, 32)]);
}

/// A FLUSH and the end of its section ask for two SYNCs of each channel, which has one.
#[test]
fn where_the_destination_alone_flushes_after_each_section_it_waits_for_ever() {
    let world = World { rounds: 2, flush: FlushAt::SectionOfDestination, ..ONE };
    let seen = RELEASES.map(|release| both(world, release));
    let stuck = |all, merged| {
        (all, merged, String::new(), String::from("deadlock: multifd_recv_state.sem_sync"))
    };
    assert_eq!(seen, [stuck(2, 7), stuck(2, 7), stuck(2, 7)]);
}
