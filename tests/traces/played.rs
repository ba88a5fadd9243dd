//! The laws and the schedules of the model.

use model::{Action, FaultKind, ReturnPath, Revision, Start, Transport, World};
use sim_io::{End as Ended, EngineName, Heard, Search, StrategyKind, Verdict};

use super::{
    declared::Qemu,
    event::{Event, Host},
    laws::{About, End, Law, Medium, broken},
    log::named,
};
use multifd_tests::exhaustive;

/// A healthy migration on both hosts.
pub(super) const BOTH: World = World { start: Start::Both, rounds: 1, pages: 4, ..World::PLAIN };

/// A world, and the schedules of it that are tried.
#[derive(Clone, Copy)]
pub(super) struct Tried {
    pub(super) world: World,
    pub(super) schedules: Schedules,
}

/// The choice of schedules.
#[derive(Clone, Copy)]
pub(super) enum Schedules {
    /// One of each kind.
    All,
    /// So many, at random.
    Some(u64),
    /// So many where few threads are late for long.
    Late(u64),
}

/// Lets `hear` have the events of the schedules of a world.
pub(super) fn play(tried: Tried, qemu: Qemu, hear: &mut dyn FnMut(Heard, Vec<Event>)) -> Verdict {
    let (strategy, schedules_max) = match tried.schedules {
        Schedules::All => (StrategyKind::Dpor, None),
        Schedules::Some(schedules) => (StrategyKind::Random, Some(schedules)),
        Schedules::Late(schedules) => (StrategyKind::Pct { depth: 3 }, Some(schedules)),
    };
    let search = Search { strategy, schedules_max, ..exhaustive(EngineName::Explore) };
    let revision = Revision::named(qemu.revision()).expect("it is a revision").revision;
    let program = model::program(tried.world, revision);
    search.heard(&program, &mut |heard| {
        let events = heard.events.iter().map(|event| Event::of_model(qemu, event));
        let mut events: Vec<Event> = events.collect();
        if tried.world.transport == Transport::File {
            loads_after_saving(&mut events);
        }
        hear(heard, events);
    })
}

/// One main loop saves a file and then loads it, which are two hosts.
fn loads_after_saving(events: &mut [Event]) {
    let last = |name: &str| events.iter().rposition(|event| event.name == name);
    if let Some(saved) = last("multifd_send_terminate_threads") {
        let loads = events[saved + 1..].iter_mut().filter(|event| event.thread == "main_loop");
        loads.for_each(|event| event.host = Host::Destination);
    }
}

fn about(world: &World, qemu: Qemu, ended: Ended) -> About {
    let medium = match world.transport {
        Transport::Socket | Transport::Tls => Medium::Packets,
        Transport::File => Medium::File,
    };
    let end = match ended {
        Ended::Finished => End::Whole,
        Ended::Stuck | Ended::TooLong | Ended::Abandoned => End::Cut,
    };
    About { qemu, channels: world.channels.into(), medium, end }
}

/// The laws that the schedules of a world break, and how many schedules there are.
fn judged(tried: Tried, qemu: Qemu) -> (Vec<String>, u64) {
    let mut wrong = vec![];
    let verdict = play(tried, qemu, &mut |heard, events| {
        for (law, why) in broken(about(&tried.world, qemu, heard.end), &events) {
            wrong.push(format!("{law:?}: {why}"));
        }
    });
    wrong.sort();
    wrong.dedup();
    (wrong, verdict.schedules)
}

/// Worlds such as those of the logs.
pub(super) fn worlds(qemu: Qemu) -> Vec<(&'static str, Tried)> {
    let some = |world| Tried { world, schedules: Schedules::Some(SAMPLE) };
    let all = |world| Tried { world, schedules: Schedules::All };
    let one = World { channels: 1, ..BOTH };
    let tls = World { transport: Transport::Tls, ..BOTH };
    let file = World { transport: Transport::File, ..BOTH };
    let four = World { channels: 4, ..BOTH };
    let of_v10_0 = match qemu {
        Qemu::V7_2 => vec![],
        Qemu::V10_0 => vec![("n1", all(one)), ("mapped-ram", some(file))],
    };
    let of_both = vec![
        ("plain", some(BOTH)),
        ("tls", some(tls)),
        ("cancel", some(World { action: Action::Cancel, ..BOTH })),
        ("cancel tls", some(World { action: Action::Cancel, ..tls })),
        ("reject tls", some(tls.fault(0, FaultKind::Handshake))),
        ("killed", some(BOTH.fault(0, FaultKind::Reset(1)).fault(1, FaultKind::Reset(1)))),
        ("refused", some(four.fault(0, FaultKind::Refused))),
    ];
    of_v10_0.into_iter().chain(of_both).collect()
}

/// The number of schedules that are tried where there are too many for all.
const SAMPLE: u64 = 400;

#[test]
fn the_model_of_v10_0_keeps_the_laws_of_its_logs() {
    for (name, tried) in worlds(Qemu::V10_0) {
        assert_eq!(judged(tried, Qemu::V10_0).0, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_model_of_v7_2_keeps_the_laws_of_its_logs() {
    for (name, tried) in worlds(Qemu::V7_2) {
        assert_eq!(judged(tried, Qemu::V7_2).0, Vec::<String>::new(), "{name}");
    }
}

/// The schedules of a world that break a law, whether or not it is one there, and all.
fn breaking(law: Law, tried: Tried, qemu: Qemu) -> (u64, u64) {
    let mut broken = 0;
    let verdict = play(tried, qemu, &mut |heard, events| {
        broken += u64::from(law.judge(about(&tried.world, qemu, heard.end), &events).is_err());
    });
    (broken, verdict.schedules)
}

#[test]
fn the_model_of_v7_2_sends_packets_twice_under_one_number_as_its_logs_show() {
    let tried = Tried { world: BOTH, schedules: Schedules::Some(SAMPLE) };
    let [(old, _), (new, _)] =
        [Qemu::V7_2, Qemu::V10_0].map(|qemu| breaking(Law::NumbersOnce, tried, qemu));
    assert!(old > 0 && new == 0, "{old} and {new}");
}

#[test]
fn with_a_return_path_the_source_completes_last_and_without_one_it_need_not() {
    let alone = World { channels: 1, pages: 2, ..BOTH };
    let asked = World { return_path: ReturnPath::Answers, ..alone };
    let [with, without] = [asked, alone].map(|world| {
        let tried = Tried { world, schedules: Schedules::All };
        breaking(Law::SourceCompletesLast, tried, Qemu::V10_0)
    });
    assert_eq!(with.0, 0);
    assert!(with.1 > 1 && without.0 > 0, "{with:?} and {without:?}");
}

#[test]
fn before_8_1_there_is_a_sync_for_the_setup_and_for_each_section_of_ram() {
    let syncs = |events: &[Event]| {
        events.iter().filter(|event| event.name == "multifd_send_sync_main").count()
    };
    for name in ["qemu72-plain", "qemu72-tls_x509"] {
        for events in named(name).events() {
            let ram = |event: &&Event| event.text("section") == Some("ram");
            assert_eq!(syncs(&events), 1 + events.iter().filter(ram).count(), "{name}");
        }
    }
    let world = World { rounds: 2, ..BOTH };
    let tried = Tried { world, schedules: Schedules::Some(SAMPLE) };
    play(tried, Qemu::V7_2, &mut |heard, events| {
        if heard.outcome.as_deref() == Some("completed, completed") {
            assert_eq!(syncs(&events), 2 + usize::from(world.rounds));
        }
    });
}
