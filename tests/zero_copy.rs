//! Pages that are sent without a copy, and what the kernel still reads.

use model::{
    Action, Devices, FaultKind, Start, Transport, World, ZeroCopy, wire::flags::Compression,
};
use multifd_tests::{breaches, outcomes};
use sim_io::StrategyKind;

use crate::complete::complete;

const RELEASES: [&str; 5] = ["v9.0", "v9.1", "v9.2", "v10.0", "v10.1"];
const ONE: World = World { channels: 1, zero_copy: ZeroCopy::On, ..World::PLAIN };
const HAND_OFF: World = World { start: Start::Connected, ..ONE };

/// A device that sends one packet.
const DEVICE: World = World { rounds: 0, devices: Devices { count: 1, packets: 1 }, ..ONE };

/// The ends of a world, and its breaches, in every schedule. A search by states goes no further
/// than a crash.
fn seen(world: World, release: &str) -> (Vec<String>, Vec<String>) {
    let all = complete(world, release, StrategyKind::Dpor);
    let merged = complete(world, release, StrategyKind::Cached);
    assert!(outcomes(&merged).is_subset(&outcomes(&all)), "{world} at {release}");
    assert!(breaches(&merged).is_subset(&breaches(&all)), "{world} at {release}");
    assert_eq!(breaches(&all).is_empty(), breaches(&merged).is_empty(), "{world} at {release}");
    let ends = outcomes(&all).into_iter().map(str::to_string).collect();
    (ends, breaches(&all).into_iter().collect())
}

fn breaks(world: World, release: &str) -> Vec<String> {
    seen(world, release).1
}

#[test]
fn every_sync_that_succeeds_has_waited_for_the_kernel() {
    let worlds = [World { rounds: 2, pages: 3, ..HAND_OFF }, World { channels: 2, ..HAND_OFF }];
    let counts = worlds.map(|world| {
        ["v9.0", "v10.0"].map(|release| {
            let all = complete(world, release, StrategyKind::Dpor);
            let merged = complete(world, release, StrategyKind::Cached);
            assert_eq!(breaches(&all), [].into(), "{world} at {release}");
            assert_eq!(breaches(&merged), [].into(), "{world} at {release}");
            (all.schedules, merged.schedules)
        })
    });
    assert_eq!(counts, [[(16, 7), (16, 7)], [(10, 4), (10, 5)]]);
}

#[test]
fn a_whole_migration_without_copies_breaks_nothing_but_a_counter_since_84005f4a2b() {
    let two = World { rounds: 2, ..ONE };
    for release in RELEASES {
        assert_eq!(seen(two, release), (vec!["completed".into()], vec![]), "{release}");
    }
}

#[test]
fn since_84005f4a2b_a_sync_that_had_nothing_to_flush_counts_as_one_that_copied() {
    let miscounted = ["broken: COPIED: in_flight[0]"];
    assert_eq!(breaks(ONE, "84005f4a2b^"), [""; 0]);
    assert_eq!(breaks(ONE, "84005f4a2b"), miscounted);
}

#[test]
fn until_25a1f87875_a_channel_kept_its_mutex_where_a_header_could_not_be_written() {
    let world = ONE.fault(0, FaultKind::Reset(2));
    let stuck = "deadlock: params[0].mutex".to_string();
    for (release, hangs) in [("e3cce9af10^", false), ("e3cce9af10", true), ("25a1f87875^", true)] {
        assert_eq!(breaks(world, release).contains(&stuck), hangs, "{release}");
    }
    assert!(!breaks(world, "25a1f87875").contains(&stuck));
    let copied = World { zero_copy: ZeroCopy::Off, ..world };
    assert!(!breaks(copied, "e3cce9af10").contains(&stuck));
}

#[test]
fn until_6be7696129_the_kernel_read_a_packet_of_a_device_that_was_freed() {
    let freed = "use after free: device_state_buf[0]".to_string();
    assert!(breaks(DEVICE, "v10.0").contains(&freed));
    assert!(breaks(DEVICE, "head-6be7696129").contains(&freed));
    assert!(!breaks(DEVICE, "6be7696129").contains(&freed));
    assert!(!breaks(World { zero_copy: ZeroCopy::Off, ..DEVICE }, "v10.0").contains(&freed));
}

#[test]
fn a_full_error_queue_fails_a_channel_and_since_84005f4a2b_it_is_read() {
    let world = World { pages: 4, ..ONE }.fault(0, FaultKind::NoBuffers(1));
    assert_eq!(seen(world, "84005f4a2b^").0, ["failed"]);
    assert_eq!(seen(world, "84005f4a2b").0, ["completed", "failed"]);
}

#[test]
fn a_channel_whose_error_queue_is_full_and_stays_so_fails_and_waits_for_nobody() {
    let world = World { pages: 4, ..ONE }.fault(0, FaultKind::NoBuffers(1));
    let silent = world.fault(0, FaultKind::Unacknowledged);
    let verdict = complete(silent, "84005f4a2b", StrategyKind::Dpor);
    assert_eq!(outcomes(&verdict), ["failed"].into());
    let waits = |found: &&sim_io::Found| found.violation.object.contains("error_queue");
    let functions = verdict.found.iter().filter(waits).map(|found| &*found.violation.function);
    // The migration thread still waits for what was sent before.
    assert_eq!(functions.collect::<Vec<_>>(), ["multifd_zero_copy_flush"]);
}

#[test]
fn an_error_queue_that_cannot_be_read_fails_the_migration() {
    let world = ONE.fault(0, FaultKind::Flush);
    for release in RELEASES {
        let (ends, _) = seen(world, release);
        assert_eq!(ends, ["failed"], "{release}");
    }
}

#[test]
fn neither_cancel_nor_yank_ends_a_flush_that_waits_for_a_silent_peer() {
    for action in [Action::Cancel, Action::Yank] {
        let world = World { action, ..ONE }.fault(0, FaultKind::Unacknowledged);
        for release in ["v9.0", "v10.2"] {
            let broken = breaks(world, release);
            let waits = "deadlock: in_flight[0].error_queue".to_string();
            assert!(broken.contains(&waits), "{action:?} at {release}: {broken:?}");
        }
    }
}

#[test]
fn a_packet_of_zero_pages_alone_leaves_nothing_in_flight() {
    let zero = World { rounds: 2, ..HAND_OFF };
    let whole = World { start: Start::Migrate, rounds: 1, ..zero }.zero(0, 1).zero(1, 1);
    let stalled = whole.fault(0, FaultKind::Unacknowledged);
    assert_eq!(seen(stalled, "v10.0"), (vec!["completed".into()], vec![]));
    assert_eq!(seen(whole, "v10.0"), (vec!["completed".into()], vec![]));
}

#[test]
fn zero_copy_is_refused_where_qemu_refuses_it_or_nobody_plays_it() {
    let refused = |world: World| world.check().expect_err("it cannot be");
    let tls = World { transport: Transport::Tls, ..ONE };
    assert_eq!(refused(tls), "TLS has no zero-copy");
    let file = World { transport: Transport::File, ..ONE };
    assert_eq!(refused(file), "a file has no zero-copy");
    let zlib = World { compression: Compression::Zlib, ..ONE };
    assert_eq!(refused(zlib), "compressed pages have no zero-copy");
    let both = World { start: Start::Both, ..ONE };
    assert_eq!(refused(both), "only a source alone has zero-copy");
    let flush = World::PLAIN.fault(0, FaultKind::Flush);
    let sentence = "only a source that sends without copies can have this: the error queue of \
                    channel 0 cannot be read";
    assert_eq!(refused(flush), sentence);
    assert_eq!(ONE.to_string(), "1 channel, 1 round of 2 pages, sockets, zero-copy");
}
