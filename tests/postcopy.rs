//! Both hosts, and a migration that becomes postcopy at any moment.

use model::{
    Action, Devices, ExitOnError, FaultKind, Mode, Pause, Postcopy, ReturnPath, Revision, Start,
    Transport, World, wire::flags::Compression,
};
use multifd_tests::{breaches, outcomes};
use sim_io::{StrategyKind, Verdict};

use crate::complete::complete;

const ONE: World = World { channels: 1, start: Start::Both, ..World::PLAIN };

/// Both hosts, and a migration that becomes postcopy at any moment.
pub(crate) const POSTCOPY: World =
    World { return_path: ReturnPath::Answers, postcopy: Postcopy::Started, ..ONE };

/// Notifiers hear twice of every postcopy: `notifiers-hear-twice-of-postcopy`.
const HEARD: &str = "broken: HEARD: current_migration";

/// Until 2bce143a7c, and otherwise nothing is broken.
fn is_otherwise_healthy(verdict: &Verdict, revision: &str) {
    let once = Revision::named(revision).expect("it is one").revision.has("2bce143a7c");
    let known = (!once).then(|| HEARD.to_string());
    assert_eq!(breaches(verdict), known.into_iter().collect(), "{revision}");
    assert_eq!(outcomes(verdict), ["completed, completed"].into(), "{revision}");
}

/// The schedules of a search by states, for each number of rounds.
fn counted(transport: Transport, revision: &str) -> [u64; 3] {
    [0, 1, 2].map(|rounds| {
        let world = World { rounds, transport, ..POSTCOPY };
        let merged = complete(world, revision, StrategyKind::Cached);
        is_otherwise_healthy(&merged, revision);
        merged.schedules
    })
}

#[test]
fn postcopy_at_any_moment_brings_every_page_to_the_destination() {
    let releases = ["v10.1", "v10.2", "v11.0", "v11.1"];
    let counts = releases.map(|release| counted(Transport::Socket, release));
    let [first, second] = [[425, 1_342, 2_255], [897, 5_306, 10_342]];
    assert_eq!(counts, [first, second, [1_045, 5_841, 11_336], [1_088, 4_993, 9_758]]);
}

#[test]
fn over_tls_as_well_postcopy_brings_every_page() {
    assert_eq!(counted(Transport::Tls, "v10.2"), [945, 5_373, 10_421]);
}

#[test]
fn every_schedule_of_a_postcopy_without_precopy_ends_well() {
    let world = World { rounds: 0, ..POSTCOPY };
    let all = complete(world, "v10.2", StrategyKind::Dpor);
    is_otherwise_healthy(&all, "v10.2");
    assert_eq!(all.schedules, 54_650);
}

#[test]
fn multifd_and_postcopy_are_refused_together_until_one_commit_allows_them() {
    for revision in ["v8.2", "v10.0", "e274188612^", "head-e274188612"] {
        let verdict = complete(POSTCOPY, revision, StrategyKind::Cached);
        assert_eq!(outcomes(&verdict), ["refused"].into(), "{revision}");
    }
}

#[test]
fn without_the_sync_before_it_postcopy_loses_what_waits_for_a_channel() {
    let verdict = complete(POSTCOPY, "head-ad8d82ffbb", StrategyKind::Cached);
    let expected = ["ARRIVED: guest_page[0]", "S15: current_migration", "S21: current_migration"];
    let broken = expected.map(|what| format!("broken: {what}"));
    assert_eq!(breaches(&verdict), broken.into());
}

#[test]
fn a_switch_that_fails_ends_in_failed_since_725a9e5f78() {
    let world = POSTCOPY.fault(0, FaultKind::SaveComplete);
    let ends = ["725a9e5f78^", "725a9e5f78"].map(|revision| {
        let verdict = complete(world, revision, StrategyKind::Cached);
        outcomes(&verdict).into_iter().map(String::from).collect::<Vec<_>>().join("; ")
    });
    assert_eq!(ends, ["device, failed; failed, failed", "failed, failed"]);
}

#[test]
fn each_commit_of_the_switch_can_be_missing_in_a_migration_that_nothing_interrupts() {
    for commit in ["725a9e5f78", "468a7effde", "7b842fe354", "646119088f", "4881411136"] {
        let revision = format!("head-{commit}");
        let verdict = complete(POSTCOPY, &revision, StrategyKind::Cached);
        is_otherwise_healthy(&verdict, &revision);
    }
}

#[test]
fn what_does_not_go_with_postcopy_is_refused_with_a_sentence() {
    let sentence = |world: World| world.check().expect_err("it cannot be played");
    assert_eq!(POSTCOPY.check(), Ok(()));
    assert_eq!(POSTCOPY.to_string(), format!("{}, return path, postcopy", ONE));
    let refused = [
        (World { start: Start::Migrate, ..POSTCOPY }, "only both hosts have postcopy"),
        (World { return_path: ReturnPath::None, ..POSTCOPY }, "postcopy needs a return path"),
        (World { mode: Mode::CprReboot, ..POSTCOPY }, "CPR has no postcopy"),
        (World { pause: Pause::Continued, ..POSTCOPY }, "postcopy after a pause is not played"),
        (
            World { devices: Devices { count: 1, packets: 1 }, ..POSTCOPY },
            "postcopy beside devices in threads is not played",
        ),
        (
            World { compression: Compression::Zlib, ..POSTCOPY },
            "postcopy of compressed pages is not played",
        ),
        (
            World { action: Action::Again, ..POSTCOPY },
            "a second migration beside postcopy is not played",
        ),
    ];
    for (world, why) in refused {
        assert_eq!(sentence(world), why);
    }
    let file = World { transport: Transport::File, return_path: ReturnPath::None, ..POSTCOPY };
    assert_eq!(sentence(file), "a file has no postcopy");
}

#[test]
fn a_destination_that_stays_ends_failed_where_one_that_exits_does() {
    for at in 1..=4 {
        let world = POSTCOPY.fault(0, FaultKind::Main(at));
        let ends = [ExitOnError::On, ExitOnError::Off].map(|exit_on_error| {
            let world = World { exit_on_error, ..world };
            let merged = complete(world, "v10.2", StrategyKind::Cached);
            let ends = merged.outcomes.keys().cloned().collect::<Vec<String>>();
            (ends, breaches(&merged))
        });
        assert_eq!(ends[0], ends[1], "{world}");
        assert!(ends[1].0.contains(&"failed, failed".into()), "{world}");
    }
}

#[test]
fn a_page_that_is_zero_when_the_guest_stops_arrives_as_zero() {
    let zero = World { rounds: 1, ..POSTCOPY }.zero(1, 1);
    let merged = complete(zero, "v10.2", StrategyKind::Cached);
    is_otherwise_healthy(&merged, "v10.2");
}

#[test]
fn run_is_refused_where_the_thread_that_listens_has_come_to_its_end() {
    let stays = World { rounds: 0, exit_on_error: ExitOnError::Off, ..POSTCOPY };
    let merged = complete(stays.fault(0, FaultKind::Main(5)), "v10.2", StrategyKind::Cached);
    // If it were obeyed, there would be 18,207: who refuses it starts no guest that has failed.
    assert_eq!(merged.schedules, 6_539);
}

#[test]
fn a_postcopy_that_has_an_error_does_not_begin_as_long_as_8305921a91_is_in() {
    // The destination meets a channel that ends, and says so where the source still listens.
    let world = World { rounds: 0, ..POSTCOPY }.fault(0, FaultKind::Reset(2));
    let [without, with] =
        ["head-8305921a91", "head"].map(|revision| complete(world, revision, StrategyKind::Cached));
    assert_eq!(breaches(&without), breaches(&with));
    assert!(without.schedules < with.schedules, "postcopy_start asks for errors");
}
