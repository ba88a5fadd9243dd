//! The order in which each thread of a real QEMU fires its events, beside the orders in
//! which the model's threads do.

use std::collections::{BTreeMap, BTreeSet};

use model::{Action, FaultKind, Transport, World};

use super::{
    event::{Event, Host},
    log::{FIXTURES, Fixture, named},
    played::{BOTH, Schedules, Tried, play},
};

/// The purpose of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    MainLoop,
    Migration,
    Handshake,
    Sender,
    DestinationMainLoop,
    Receiver,
}

/// The role of a thread, by what it fires.
fn role(host: Host, fired: &[&Event]) -> Role {
    let fires = |name: &str| fired.iter().any(|event| event.name.starts_with(name));
    match host {
        Host::Source if fires("multifd_send_thread_start") => Role::Sender,
        Host::Source if fires("migration_thread_") || fires("multifd_send_sync") => Role::Migration,
        Host::Source if fires("multifd_send_terminate_threads") || fires("migrat") => {
            Role::MainLoop
        }
        Host::Source => Role::Handshake,
        Host::Destination if fires("multifd_recv_thread_start") => Role::Receiver,
        Host::Destination => Role::DestinationMainLoop,
    }
}

/// The part of an event that is compared: no numbers of packets, no counts.
fn word(role: Role, event: &Event) -> Option<String> {
    let name = event.name.as_str();
    // A process that ends cancels whatever there is, and what a migration comes from is
    // before it begins here. The main channel's sections have no event here.
    let left_out = name.ends_with("_cancel") || name == "savevm_section_start";
    if left_out || event.text("new_state") == Some("setup") {
        return None;
    }
    let own = matches!(role, Role::Sender | Role::Receiver | Role::Handshake);
    let mut word = name.to_string();
    if let Some(id) = event.id().filter(|_| !own) {
        word += &format!(" {id}");
    }
    if event.is_fill() || event.is_unfill() {
        word += if event.is_sync() { " SYNC" } else { " pages" };
    }
    for key in ["new_state", "ioc", "error"] {
        word.extend(event.text(key).map(|value| format!(" {value}")));
    }
    Some(word)
}

/// The number of events in a row that are compared.
const WINDOW: usize = 4;

/// A few events in a row of a thread.
type Window = (Role, Vec<String>);

/// Everything that a thread fires in a row; rounds that repeat stand there once.
fn windows(events: &[Event], cut: impl Fn(Host) -> bool) -> BTreeSet<Window> {
    let mut threads: BTreeMap<(bool, &str), Vec<&Event>> = BTreeMap::new();
    for event in events {
        let host = event.host == Host::Destination;
        threads.entry((host, &event.thread)).or_default().push(event);
    }
    let mut found = BTreeSet::new();
    for ((_, _), fired) in threads {
        let host = fired[0].host;
        let role = role(host, &fired);
        let mut words: Vec<String> = vec!["begins".into()];
        words.extend(fired.iter().filter_map(|event| word(role, event)));
        if !cut(host) {
            words.push("ends".into());
        }
        let words = once(words);
        let few = words.len().min(WINDOW);
        found.extend(words.windows(few).map(|window| (role, window.to_vec())));
    }
    found
}

/// The words where one or two events that come again at once stand only once.
fn once(mut words: Vec<String>) -> Vec<String> {
    for length in [1, 2] {
        let mut kept: Vec<String> = vec![];
        for word in words {
            kept.push(word);
            let at = kept.len().saturating_sub(length);
            if at >= length && kept[at - length..at] == kept[at..] {
                kept.truncate(at);
            }
        }
        words = kept;
    }
    words
}

/// The worlds that are most like what happened there.
fn worlds(fixture: &Fixture) -> Vec<World> {
    let (_, what) = fixture.name.split_once('-').expect("it says what happened");
    let what = what.split_once("-n").map_or(what, |(what, _)| what);
    let base = World { channels: fixture.channels as u8, rounds: 2, ..BOTH };
    let tls = World { transport: Transport::Tls, ..base };
    let refused = |world: World, channel| world.fault(channel, FaultKind::Refused);
    match what {
        "plain" => vec![base, World { rounds: 0, ..base }],
        "tls_x509" => vec![tls],
        "mapped_ram" => vec![World { transport: Transport::File, ..base }],
        "cancel_setup" => vec![World { action: Action::Cancel, ..base }],
        "cancel_active_tls" => vec![World { action: Action::Cancel, ..tls }],
        "refuse_k" => vec![refused(refused(refused(base, 0), 2), 3)],
        "directed-late_connect_fail-traced" => vec![refused(refused(base, 0), 1)],
        "kill_dst_active" => [2, 3, 4]
            .map(|at| base.fault(0, FaultKind::Reset(at)).fault(1, FaultKind::Reset(at)))
            .into(),
        "tls_x509_reject_anon" => {
            let rejected = |world: World, id| world.fault(id, FaultKind::HandshakeRejected);
            vec![rejected(rejected(tls, 0), 1)]
        }
        _ => vec![],
    }
}

/// The number of schedules of each world that are tried, twice: at random, and with threads that
/// are late for long. All would be too many.
const SAMPLE: u64 = 2000;

/// The events that the model's threads fire in a row where it plays what happened there.
fn played(fixture: &Fixture) -> BTreeSet<Window> {
    let mut found = BTreeSet::new();
    for world in worlds(fixture) {
        for schedules in [Schedules::Some(SAMPLE), Schedules::Late(SAMPLE)] {
            let tried = Tried { world, schedules };
            play(tried, fixture.qemu, &mut |_, events| {
                found.extend(windows(&events, |_| false));
            });
        }
    }
    found
}

/// The events that a log has in a row and the model has not, a line each.
fn missing(fixture: &Fixture, events: &[Event], model: &BTreeSet<Window>) -> Vec<String> {
    // No log has the end of a process that is killed.
    let killed = fixture.name.contains("kill_dst");
    let real = windows(events, |host| killed && host == Host::Destination);
    let lacks = real.difference(model);
    lacks.map(|(role, window)| format!("{role:?}: {}", window.join(", "))).collect()
}

/// Events that no schedule of the model shows: a cancel before there is a main channel, after which
/// v10.0 sets up all the same; and a handshake of that channel that fails.
const NOT_PLAYED: [(&str, &[&str]); 2] = [
    (
        "qemu100-tls_psk_mismatch-n2-k0-tcp",
        &[
            "MainLoop: begins, migrate_set_state failed, migration_cleanup, ends",
            "DestinationMainLoop: begins, migration_tls_incoming_handshake_start, migration_tls_incoming_handshake_error, ends",
        ],
    ),
    (
        "qemu100-cancel_setup-n2-k0-tcp",
        &[
            "MainLoop: begins, migrate_set_state cancelling, migrate_set_state cancelled, multifd_new_send_channel_async 0",
            "MainLoop: migrate_set_state cancelled, multifd_new_send_channel_async 0, multifd_set_outgoing_channel socket, multifd_new_send_channel_async 1",
            "MainLoop: migrate_set_state cancelling, migrate_set_state cancelled, multifd_new_send_channel_async 0, multifd_set_outgoing_channel socket",
        ],
    ),
];

#[test]
fn each_thread_of_real_qemu_does_what_the_model_has_it_do_in_some_schedule() {
    for fixture in FIXTURES {
        let model = played(&fixture);
        let known = NOT_PLAYED.iter().find(|(name, _)| *name == fixture.name);
        let known = known.map_or(&[] as &[&str], |(_, lines)| lines);
        for events in fixture.events() {
            assert_eq!(missing(&fixture, &events, &model), known, "{}", fixture.name);
        }
    }
}

#[test]
fn a_thread_that_does_two_things_in_another_order_is_seen() {
    let fixture = named("qemu100-plain-n2");
    let model = played(&fixture);
    let real = fixture.events().remove(0);
    let swapped = |name: &str| {
        let mut events = real.clone();
        let first = events.iter().position(|event| event.name == name).expect("it is there");
        let thread = events[first].thread.clone();
        let next = (first + 1..events.len()).find(|at| events[*at].thread == thread);
        events.swap(first, next.expect("it goes on"));
        missing(&fixture, &events, &model).len()
    };
    for name in [
        "multifd_send_sync_main",
        "multifd_send_sync_main_wait",
        "multifd_send_ram_fill",
        "multifd_send_thread_start",
        "migration_cleanup",
        "multifd_recv_sync_main",
        "multifd_recv_thread_start",
        "multifd_recv_terminate_threads",
    ] {
        assert!(swapped(name) > 0, "{name}");
    }
}
