//! Zero pages: a channel says that they are there, and the other host clears them.

use std::collections::BTreeSet;

use model::{FaultKind, Start, Transport, World, wire::flags::Compression};
use multifd_tests::{breaches, outcomes};
use sim_io::StrategyKind;

use crate::complete::complete;

const RELEASES: [&str; 5] = ["v9.0", "v9.1", "v9.2", "v10.0", "v10.2"];
const ONE: World = World { channels: 1, rounds: 2, start: Start::Both, ..World::PLAIN };

/// The first page holds something, and is zero in the round after.
const CLEARED: World = ONE.zero(0, 2);

/// The numbers of schedules of a kind and of states of a world at each release. Nothing breaks but
/// `known`, which does so without zero pages too: every page comes to hold what it holds on the
/// source.
fn intact(world: World, known: &[(&str, &str)]) -> [(u64, u64); 5] {
    RELEASES.map(|release| {
        let all = complete(world, release, StrategyKind::Dpor);
        let merged = complete(world, release, StrategyKind::Cached);
        let known = known.iter().filter(|(at, _)| *at == release);
        let known: BTreeSet<String> = known.map(|(_, what)| what.to_string()).collect();
        for verdict in [&all, &merged] {
            assert_eq!(breaches(verdict), known, "{world} at {release}");
            assert!(outcomes(verdict).contains("completed, completed"), "{world} at {release}");
        }
        (all.schedules, merged.schedules)
    })
}

/// The breaches in all schedules and all states of a world.
fn broken(world: World, release: &str) -> Vec<String> {
    let every = breaches(&complete(world, release, StrategyKind::Dpor));
    assert_eq!(every, breaches(&complete(world, release, StrategyKind::Cached)), "{world}");
    every.into_iter().collect()
}

fn compressed(compression: Compression) -> World {
    World { compression, ..CLEARED }
}

#[test]
fn a_page_that_was_sent_and_becomes_zero_is_cleared_over_sockets() {
    let counts = [(216, 57), (324, 82), (324, 60), (216, 57), (216, 57)];
    assert_eq!(intact(CLEARED, &[]), counts);
}

#[test]
fn a_page_that_was_sent_and_becomes_zero_is_cleared_over_tls() {
    let world = World { transport: Transport::Tls, pages: 1, ..CLEARED };
    let ends_early = "broken: S22: current_incoming";
    let counts = [(7_452, 136), (9_720, 121), (9_720, 87), (10_854, 120), (4_050, 98)];
    assert_eq!(intact(world, &[("v9.0", ends_early), ("v10.0", ends_early)]), counts);
}

#[test]
fn a_page_that_was_sent_and_becomes_zero_is_not_in_the_file() {
    let world = World { transport: Transport::File, ..CLEARED };
    let counts = [(2, 3), (2, 3), (2, 3), (2, 3), (2, 3)];
    assert_eq!(intact(world, &[("v9.0", "leak: recv_data[1]")]), counts);
}

#[test]
fn packets_of_zero_pages_alone_change_no_schedule() {
    let zeros = [(216, 57), (324, 82), (324, 60), (216, 57), (216, 57)];
    assert_eq!(intact(ONE.zero(0, 1).zero(1, 1).zero(1, 2), &[]), zeros);
    // v9.1 frees early what a zero page is noted in: a state for each moment of the last use.
    let none = [(216, 57), (324, 60), (324, 60), (216, 57), (216, 57)];
    assert_eq!(intact(ONE, &[]), none);
}

#[test]
fn two_channels_bring_zero_pages_in_every_state() {
    let two = World { channels: 2, rounds: 1, ..ONE }.zero(1, 1);
    let merged = complete(two, "v10.2", StrategyKind::Cached);
    assert_eq!(breaches(&merged), [].into());
    assert_eq!(merged.schedules, 2_159);
}

#[test]
fn a_destination_alone_clears_what_any_source_says_is_zero() {
    let alone = World { channels: 2, pages: 4, rounds: 2, start: Start::Incoming, ..World::PLAIN };
    let world = alone.zero(0, 2).zero(3, 1).zero(2, 2);
    let states = RELEASES.map(|release| {
        let merged = complete(world, release, StrategyKind::Cached);
        assert_eq!(breaches(&merged), [].into(), "{release}");
        assert_eq!(outcomes(&merged), ["completed"].into(), "{release}");
        merged.schedules
    });
    assert_eq!(states, [4_356, 9_600, 7_044, 3_208, 3_208]);
}

#[test]
fn a_compressed_packet_of_zero_pages_alone_was_not_sent_until_cdc3970f85() {
    let world = compressed(Compression::Zlib).zero(1, 2);
    let lost = ["broken: S15: current_migration", "broken: S7: guest_page[0]"];
    for release in ["v9.0", "v9.2", "cdc3970f85^"] {
        assert_eq!(broken(world, release), lost, "{release}");
    }
    assert_eq!(broken(world, "cdc3970f85"), [""; 0]);
    assert_eq!(broken(compressed(Compression::Zlib), "v9.2"), [""; 0]);
}

#[test]
fn a_page_that_a_method_has_not_noted_is_not_cleared() {
    let methods = [
        (Compression::Zlib, "v9.1", false),
        (Compression::Zstd, "v9.1", false),
        (Compression::Qpl, "5ef7e26bdb^", false),
        (Compression::Qpl, "v9.1", true),
        (Compression::Qpl, "2588a5f99b", false),
        (Compression::Qatzip, "v9.2", true),
        (Compression::Qatzip, "a523bc5216", false),
        (Compression::Uadk, "v9.1", true),
        (Compression::Uadk, "head", true),
        (Compression::Uadk, "head-5ef7e26bdb", false),
    ];
    for (method, release, stays) in methods {
        let lost: &[&str] = if stays { &["broken: S7: guest_page[0]"] } else { &[] };
        assert_eq!(broken(compressed(method), release), lost, "{method:?} at {release}");
    }
}

#[test]
fn a_load_that_fails_frees_the_map_of_pages_under_the_channels_in_v9_1_alone() {
    let alone = World { channels: 1, start: Start::Incoming, ..World::PLAIN }.zero(0, 1);
    let worlds = [
        alone.fault(1, FaultKind::Closed(1)),
        World { pages: 4, ..CLEARED }.fault(0, FaultKind::Main(1)),
    ];
    for world in worlds {
        for (release, is_freed) in [
            ("5ef7e26bdb^", false),
            ("v9.1", true),
            ("4ce5622908^", true),
            ("4ce5622908", false),
            ("head", false),
            ("head-4ce5622908", true),
        ] {
            let lost: &[&str] = if is_freed { &["use after free: receivedmap"] } else { &[] };
            let uses = broken(world, release);
            let uses = uses.iter().filter(|what| what.contains("receivedmap"));
            assert_eq!(uses.collect::<Vec<_>>(), lost, "{world} at {release}");
        }
    }
}

#[test]
fn before_channels_looked_a_page_of_zeros_was_sent_as_any_other() {
    assert_eq!(broken(CLEARED, "303e6f54f9^"), [""; 0]);
}

#[test]
fn a_page_or_round_that_is_not_there_cannot_be_zero() {
    let refused = |world: World| world.check().expect_err("it cannot be");
    assert_eq!(refused(ONE.zero(2, 1)), "there is no such page or round: page 2 zero in round 1");
    assert_eq!(refused(ONE.zero(0, 0)), "there is no such page or round: page 0 zero in round 0");
    assert_eq!(refused(ONE.zero(0, 3)), "there is no such page or round: page 0 zero in round 3");
    let connected = World { start: Start::Connected, ..World::PLAIN }.zero(0, 1);
    assert_eq!(refused(connected), "a source that begins connected has no page that is zero");
}

#[test]
fn a_world_with_zero_pages_says_so_and_can_be_read_back() {
    let world = CLEARED.zero(1, 1).fault(0, FaultKind::Reset(1));
    let said = world.to_string();
    assert!(said.contains(", page 0 zero in round 2, page 1 zero in round 1, "), "{said}");
    let text = serde_json::to_string(&world).expect("it can be written");
    assert_eq!(serde_json::from_str::<World>(&text).expect("it can be read"), world);
    let zeros = r#","zeros":[{"page":0,"round":2},{"page":1,"round":1},null,null]"#;
    let older = text.replace(zeros, "");
    assert_ne!(older, text);
    let read: World = serde_json::from_str(&older).expect("it can be read");
    assert_eq!(read, ONE.fault(0, FaultKind::Reset(1)));
}
