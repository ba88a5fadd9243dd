//! Devices that send their state over multifd, in threads of their own.

use std::fmt::Write;

use expect_test::expect_file;
use model::{Action, Devices, FaultKind, FlushAt, ReturnPath, Revision, Start, Transport, World};
use multifd_tests::{breaches, causes, exhaustive, outcomes};
use scenarios::{Budget, Label, hunt};
use sim_io::{Breach, Ending, EngineName, Search, StrategyKind, Verdict, Violation};

const DEVICE: Devices = Devices { count: 1, packets: 1 };

/// The smallest: one channel, and one device whose state takes one packet.
const ONE: World = World { channels: 1, rounds: 0, devices: DEVICE, ..World::PLAIN };

/// [`ONE`] with a destination that says when it has everything.
const ANSWERED: World = World { return_path: ReturnPath::Answers, ..ONE };

/// Only what its threads do, while the migration thread sends a page.
const HAND_OFF: World = World { start: Start::Connected, rounds: 1, pages: 1, ..ONE };

/// The destination's side of it.
const INCOMING: World = World { start: Start::Incoming, ..ONE };

const RELEASES: [&str; 5] = ["v10.0", "v10.1", "v10.2", "v11.0", "v11.1"];

fn complete(world: World, revision: &str, strategy: StrategyKind) -> Verdict {
    let search = Search { strategy, ..exhaustive(EngineName::Explore) };
    let revision = Revision::named(revision).expect("it is a release").revision;
    let verdict = search.run(&model::program(world, revision));
    assert_eq!(verdict.ending, Ending::Exhausted, "{world}");
    verdict
}

/// The numbers of schedules of each kind and of states, if nothing is broken in any and all end
/// completed.
fn healthy(world: World, revision: &str) -> (u64, u64) {
    let all = complete(world, revision, StrategyKind::Dpor);
    let merged = complete(world, revision, StrategyKind::Cached);
    for verdict in [&all, &merged] {
        assert_eq!(breaches(verdict), [].into(), "{revision}: {world}");
        assert_eq!(outcomes(verdict), ["completed"].into(), "{revision}: {world}");
    }
    (all.schedules, merged.schedules)
}

#[test]
fn a_device_on_a_source_with_a_return_path_breaks_nothing_and_loses_nothing() {
    assert_eq!(RELEASES.map(|release| healthy(ANSWERED, release)), [(24, 33); 5]);
}

#[test]
fn before_there_were_threads_for_it_a_device_changes_nothing() {
    let without = World { devices: Devices::NONE, ..ANSWERED };
    for revision in ["v9.2", "8305921a91^"] {
        assert_eq!(healthy(ANSWERED, revision), healthy(without, revision));
    }
}

#[test]
fn every_schedule_of_a_healthy_destination_loads_every_packet_of_its_devices() {
    let two = Devices { count: 2, packets: 2 };
    let worlds = [INCOMING, World { channels: 2, ..INCOMING }, World { devices: two, ..INCOMING }];
    assert_eq!(worlds.map(|world| healthy(world, "head")), [(13, 13), (612, 350), (26, 90)]);
}

#[test]
fn without_a_return_path_a_packet_may_be_lost_and_the_destination_waits_for_it() {
    let both = World { start: Start::Both, ..ONE };
    let all = complete(both, "head", StrategyKind::Dpor);
    let merged = complete(both, "head", StrategyKind::Cached);
    for verdict in [&all, &merged] {
        let broken = [
            "broken: S15: multifd_send_device_state".to_string(),
            "deadlock: load_threads.finished".to_string(),
        ];
        assert_eq!(breaches(verdict), broken.into());
        assert_eq!(outcomes(verdict), ["completed, completed"].into());
    }
    assert_eq!((all.schedules, merged.schedules), (876, 146));
}

/// The ends and the breaches of each of `worlds` at each release, a line each.
fn table(worlds: impl Iterator<Item = World> + Clone) -> String {
    let mut table = String::new();
    for release in RELEASES {
        for world in worlds.clone() {
            let verdict = complete(world, release, StrategyKind::Cached);
            let mut ends: Vec<&str> = outcomes(&verdict).into_iter().collect();
            if ends.is_empty() {
                ends.push("no end");
            }
            let world = world.to_string();
            let (_, what) = world.split_once("sockets, ").expect("it is over sockets");
            write!(table, "{release}: {what}: {}", ends.join(" or ")).expect("a string");
            let broken = causes(&verdict).into_iter();
            broken.for_each(|what| write!(table, "; {what}").expect("a string"));
            table.push('\n');
        }
    }
    table
}

/// One thing that goes wrong at the only channel, at the main channel, at the device, or
/// from outside.
fn faulty_sources(base: World) -> impl Iterator<Item = World> + Clone {
    let kinds = [FaultKind::SendSetup, FaultKind::SaveComplete, FaultKind::SaveThread(0)];
    let writes = (0..=3).flat_map(|at| [FaultKind::Reset(at), FaultKind::Stall(at)]);
    let main = (0..=2).map(FaultKind::Main);
    let faults = kinds.into_iter().chain(writes).chain(main);
    let faulty = faults.map(move |kind| base.fault(0, kind));
    let actions = [Action::None, Action::Cancel, Action::Yank];
    faulty.chain(actions.map(move |action| World { action, ..base }))
}

#[test]
fn what_each_single_fault_does_to_a_source_with_a_device_is_known_at_every_release() {
    let more = World { devices: Devices { packets: 2, ..DEVICE }, ..ONE };
    let table = table([ANSWERED, ONE, more].into_iter().flat_map(faulty_sources));
    expect_file!["device/source.txt"].assert_eq(&table);
}

#[test]
fn whatever_breaks_with_a_device_at_the_newest_revision_is_in_the_catalogue() {
    let head = Revision::head();
    let bases = [ANSWERED, ONE, World { start: Start::Both, ..ONE }];
    let sources = bases.into_iter().flat_map(faulty_sources);
    // A peer that stops reading is QEMU's fault only where management ends it.
    let stalls = |world: &World| (0..4).any(|at| world.has(0, FaultKind::Stall(at)));
    let mut seen = 0;
    for world in sources.chain(faulty_destinations()).filter(|world| !stalls(world)) {
        let verdict = complete(world, "head", StrategyKind::Cached);
        for found in &verdict.found {
            let label = Label::of(found, &world, &head);
            assert!(!matches!(label, Label::New), "{world}: {:?}", found.violation);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// The catalogue's label for a source that waits for ever for the last word.
fn last_word_that_never_comes(world: World) -> Label {
    let head = Revision::head();
    let never_comes = |violation: &Violation| {
        violation.breach == Breach::Deadlock && violation.object == "return_path"
    };
    let verdict = hunt(&model::program(world, head), &Budget::DEFAULT, never_comes);
    let found = verdict.found.iter().find(|found| never_comes(&found.violation));
    Label::of(found.expect("it never comes"), &world, &head)
}

#[test]
fn a_last_word_that_never_comes_is_known_only_where_a_packet_of_a_device_is_missing() {
    let lost = ANSWERED.fault(0, FaultKind::Reset(3));
    for world in [lost, World { start: Start::Both, ..lost }] {
        let label = last_word_that_never_comes(world);
        let name = "failed-channel-leaves-return-path-waiting";
        assert!(matches!(label, Label::Known(bug) if bug.name == name), "{world}");
    }
    // Its destination waits for a SYNC too many.
    let other = World {
        devices: Devices::NONE,
        start: Start::Both,
        flush: FlushAt::SectionOfDestination,
        ..ANSWERED
    };
    assert!(matches!(last_word_that_never_comes(other), Label::New));
}

#[test]
fn only_cancel_ends_the_wait_for_a_destination_that_lacks_a_packet() {
    let world = ANSWERED.fault(0, FaultKind::Reset(3));
    let waits = |action| {
        let verdict = complete(World { action, ..world }, "head", StrategyKind::Cached);
        breaches(&verdict).contains("deadlock: return_path")
    };
    let actions = [Action::None, Action::Cancel];
    assert_eq!(actions.map(waits), [true, false]);
}

/// One thing that goes wrong at the only channel or at the device.
fn faulty_destinations() -> impl Iterator<Item = World> + Clone {
    let devices = [FaultKind::LoadBuffer(0), FaultKind::LoadThread(0)];
    // The initial packet, two SYNCs and the device's packet.
    let messages = (0..=4).flat_map(|at| [FaultKind::Closed(at), FaultKind::Truncated(at)]);
    let faults = devices.into_iter().chain(messages).chain([FaultKind::LateGarbage]);
    faults.map(|kind| INCOMING.fault(0, kind))
}

#[test]
fn what_each_single_fault_does_to_a_destination_with_a_device_is_known_at_every_release() {
    expect_file!["device/destination.txt"].assert_eq(&table(faulty_destinations()));
}

#[test]
fn with_a_second_producer_the_orders_on_the_way_to_the_channel_are_needed_as_well() {
    let races = |revision: &str| {
        let verdict = complete(HAND_OFF, revision, StrategyKind::Dpor);
        breaches(&verdict).into_iter().filter(|what| what.contains("race")).collect::<Vec<_>>()
    };
    assert_eq!(races("head"), [""; 0]);
    for mutant in ["relaxed-publish", "relaxed-take"] {
        let both = ["data race: pages[2].payload", "data race: params[0].pages"];
        assert_eq!(races(&format!("head+{mutant}")), both, "{mutant}");
    }
}

#[test]
fn worlds_whose_devices_would_do_nothing_are_refused_with_a_sentence() {
    let check = |world: World| world.check().expect_err("it is refused");
    let devices = |count, packets| World { devices: Devices { count, packets }, ..ONE };
    assert_eq!(check(devices(0, 1)), "packets of devices need a device");
    assert_eq!(check(devices(1, 0)), "the state of a device takes a packet at least");
    let file = World { transport: Transport::File, ..ONE };
    assert_eq!(check(file), "no device sends its state to a file");
    assert_eq!(check(ONE.fault(1, FaultKind::SaveThread(0))), "there is no device 1");
    assert_eq!(
        check(ONE.fault(0, FaultKind::LoadBuffer(0))),
        "only a destination that is played can have this: packet 0 of device 0 is refused"
    );
    assert_eq!(
        check(INCOMING.fault(0, FaultKind::SaveThread(0))),
        "only a whole migration can have this: packet 0 of device 0 cannot be saved"
    );
    let good = [ONE, ANSWERED, HAND_OFF, INCOMING, World { start: Start::Both, ..ONE }];
    good.iter().for_each(|world| assert_eq!(world.check(), Ok(())));
}

#[test]
fn a_recording_from_before_there_were_devices_has_none() {
    let without = World { devices: Devices::NONE, ..ONE };
    let mut value = serde_json::to_value(without).expect("a world is plain");
    value.as_object_mut().expect("it has fields").remove("devices");
    assert_eq!(serde_json::from_value::<World>(value).expect("it loads"), without);
}
