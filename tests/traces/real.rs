//! The laws and the logs of real QEMU.

use super::{
    event::Event,
    laws::{About, End, Law, Medium, broken},
    log::{FIXTURES, Fixture, named},
};

impl Fixture {
    /// The facts that its name gives.
    pub(super) fn about(&self) -> About {
        let medium = match self.name.contains("mapped_ram") {
            true => Medium::File,
            false => Medium::Packets,
        };
        // No log has what a killed process does last; and one whose channel 1 was taken waits for
        // the others, until its process ends.
        let end = match self.name {
            "qemu100-kill_dst_active-n2-k0-tcp" | "qemu72-refuse_k-n4-k1-tcp" => End::Cut,
            _ => End::Whole,
        };
        About { qemu: self.qemu, channels: self.channels, medium, end }
    }
}

#[test]
fn real_qemu_keeps_the_laws() {
    for fixture in FIXTURES {
        for events in fixture.events() {
            assert_eq!(broken(fixture.about(), &events), vec![], "{}", fixture.name);
        }
    }
}

/// A request that comes while one is under way makes a channel send its packet again; and
/// those of channels that never came up are lost with their numbers.
#[test]
fn real_qemu_7_2_sends_packets_twice_under_one_number_and_leaves_numbers_out() {
    let law = Law::NumbersOnce;
    let breaks = |fixture: &Fixture| {
        fixture.events().iter().any(|events| law.judge(fixture.about(), events).is_err())
    };
    let names: Vec<&str> = FIXTURES.iter().filter(|f| breaks(f)).map(|f| f.name).collect();
    let twice = ["qemu72-plain-n2-k0-tcp", "qemu72-tls_x509-n2-k0-tcp"];
    assert_eq!(names, [twice[0], twice[1], "qemu72-refuse_k-n4-k1-tcp"]);
    assert!(!law.holds_for(named("qemu72-plain").about()));
}

#[test]
fn without_a_return_path_real_qemu_completes_the_source_first() {
    for name in ["qemu72-plain", "qemu100-plain-n2", "qemu100-tls_x509-n2"] {
        let fixture = named(name);
        for events in fixture.events() {
            assert!(Law::SourceCompletesLast.judge(fixture.about(), &events).is_err(), "{name}");
        }
    }
}

/// The plain log of v10.0, with something done to it.
fn edited(edit: impl FnOnce(&mut Vec<Event>)) -> Vec<Law> {
    let fixture = named("qemu100-plain-n2");
    let mut events = fixture.events().remove(0);
    edit(&mut events);
    broken(fixture.about(), &events).into_iter().map(|(law, _)| law).collect()
}

/// The position of the `nth` event, from 0, of this name.
fn position(events: &[Event], name: &str, nth: usize) -> usize {
    let mut places = (0..events.len()).filter(|place| events[*place].name == name);
    places.nth(nth).expect("it is in the log")
}

fn set(event: &mut Event, key: &str, to: u64) {
    let value = event.arguments.iter_mut().find(|(name, _)| name == key);
    value.expect("it has the argument").1 = to.to_string();
}

#[test]
fn a_log_that_is_edited_breaks_the_law_that_it_is_edited_against() {
    let remove = |name: &'static str, nth| {
        edited(move |events| drop(events.remove(position(events, name, nth))))
    };
    assert_eq!(edited(|_| ()), []);
    assert_eq!(remove("multifd_new_send_channel_async", 0), [Law::StartsConnected]);
    assert_eq!(remove("multifd_send_sync_main_signal", 1), [Law::SyncAsksEach]);
    assert_eq!(remove("multifd_send_sync_main_wait", 2), [Law::SyncAsksEach]);
    assert_eq!(remove("multifd_send_thread_end", 0), [Law::StartedEnds]);
    assert_eq!(remove("multifd_recv_thread_end", 1), [Law::StartedEnds]);
    assert_eq!(remove("multifd_send_fill", 9), [Law::NumbersOnce, Law::ReadsWhatWasSent]);
    assert_eq!(remove("multifd_recv_unfill", 9), [Law::ReadsWhatWasSent]);
}

#[test]
fn a_log_with_another_number_or_flag_breaks_a_law() {
    let again = edited(|events| {
        let (first, second) =
            (position(events, "multifd_send_fill", 3), position(events, "multifd_send_fill", 4));
        let number = events[first].number("packet_num");
        set(&mut events[second], "packet_num", number);
    });
    assert_eq!(again, [Law::NumbersOnce, Law::ReadsWhatWasSent]);
    let syncs = edited(|events| {
        let sync = position(events, "multifd_recv_sync_main", 1);
        let number = events[sync].number("packet_num");
        set(&mut events[sync], "packet_num", number + 1);
    });
    assert_eq!(syncs, [Law::SyncsAgree]);
    let silent = edited(|events| {
        let first = position(events, "multifd_recv_unfill", 0);
        set(&mut events[first], "flags", 0);
    });
    assert_eq!(silent, [Law::OneSyncARound]);
    let loud = edited(|events| {
        let data = position(events, "multifd_recv_unfill", 9);
        set(&mut events[data], "flags", 1);
    });
    assert_eq!(loud, [Law::OneSyncARound, Law::WaitsForRelease]);
}

#[test]
fn a_log_with_events_in_another_place_breaks_a_law() {
    let early = edited(|events| {
        let signal = position(events, "multifd_recv_sync_main_signal", 0);
        let id = events[signal].id();
        let later =
            (signal..events.len()).find(|at| events[*at].is_unfill() && events[*at].id() == id);
        let released = events.remove(signal);
        events.insert(later.expect("it reads on"), released);
    });
    assert_eq!(early, [Law::OneSyncARound, Law::WaitsForRelease]);
    let ended = edited(|events| {
        let terminates = position(events, "multifd_send_terminate_threads", 0);
        let terminates = events.remove(terminates);
        events.insert(0, terminates);
    });
    assert_eq!(ended, [Law::NoneAfterTerminate]);
}
