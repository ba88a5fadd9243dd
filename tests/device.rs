//! Devices that send their state over multifd, in threads of their own.

use std::fmt::Write;

use expect_test::expect_file;
use model::{Action, Devices, FaultKind, ReturnPath, Revision, World};
use multifd_tests::{breaches, outcomes};
use sim_io::{Ending, EngineName, Search, Stop, StrategyKind, Verdict};

/// The smallest: one channel, and one device whose state takes one packet.
const ONE: World =
    World { channels: 1, rounds: 0, devices: Devices { count: 1, packets: 1 }, ..World::PLAIN };

fn complete(world: World, revision: &str, strategy: StrategyKind) -> Verdict {
    let search = Search {
        engine: EngineName::Explore,
        strategy,
        seed: 1,
        schedules_max: None,
        time_max: None,
        steps_max: 10_000,
        stop: Stop::Never,
        jobs: 1,
    };
    let revision = Revision::named(revision).expect("it is a release").revision;
    let verdict = search.run(&model::program(world, revision));
    assert_eq!(verdict.ending, Ending::Exhausted, "{world}");
    verdict
}

/// One thing that goes wrong at the only channel, at the main channel, at the device, or
/// from outside.
fn worlds(base: World) -> impl Iterator<Item = World> {
    let kinds = [FaultKind::SendSetup, FaultKind::SaveComplete, FaultKind::SaveThread(0)];
    let writes = (0..=3).flat_map(|at| [FaultKind::Reset(at), FaultKind::Stall(at)]);
    let main = (0..=2).map(FaultKind::Main);
    let faults = kinds.into_iter().chain(writes).chain(main);
    let faulty = faults.map(move |kind| base.fault(0, kind));
    let actions = [Action::None, Action::Cancel, Action::Yank];
    faulty.chain(actions.map(|action| World { action, ..base }))
}

#[test]
fn what_each_single_fault_does_to_a_source_with_a_device_is_known_at_every_release() {
    let mut table = String::new();
    let (one, two) = (Devices { count: 1, packets: 1 }, Devices { count: 1, packets: 2 });
    let bases = [
        World { return_path: ReturnPath::Answers, ..ONE },
        World { devices: one, ..ONE },
        World { devices: two, ..ONE },
    ];
    for release in ["v10.0", "v10.1", "v10.2", "head"] {
        for world in bases.into_iter().flat_map(worlds) {
            let verdict = complete(world, release, StrategyKind::Cached);
            let mut ends: Vec<&str> = outcomes(&verdict).into_iter().collect();
            if ends.is_empty() {
                ends.push("no end");
            }
            let world = world.to_string();
            let (_, what) = world.split_once("sockets, ").expect("it is over sockets");
            write!(table, "{release}: {what}: {}", ends.join(" or ")).expect("a string");
            let broken = breaches(&verdict).into_iter();
            broken.for_each(|what| write!(table, "; {what}").expect("a string"));
            table.push('\n');
        }
    }
    expect_file!["device/faults.txt"].assert_eq(&table);
}
