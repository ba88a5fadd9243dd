//! Laws that hold of the events of a migration, be it QEMU's or the model's.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    declared::Qemu,
    event::{Event, Host},
};

/// The facts of a migration besides its events.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    pub(super) qemu: Qemu,
    pub(super) channels: u64,
    pub(super) medium: Medium,
    pub(super) end: End,
}

/// The kind of the channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// Packets over sockets.
    Packets,
    /// A file without packets.
    File,
}

/// The end of the processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Both came to the end of what they do.
    Whole,
    /// The destination was killed, or a thread waits for ever.
    Cut,
}

/// A law of traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Law {
    /// The thread of a channel starts when its connection has come back.
    StartsConnected,
    /// A sync asks every channel once and waits for each once.
    SyncAsksEach,
    /// Of each round a channel reads one SYNC, and last.
    OneSyncARound,
    /// The numbers of packets are all different and without a gap.
    NumbersOnce,
    /// A channel reads what was filled for it, in order, from the first.
    ReadsWhatWasSent,
    /// A sync of the destination has the number before that of the source's.
    SyncsAgree,
    /// A channel fills no more than what it was at when all shall terminate.
    NoneAfterTerminate,
    /// A thread that starts ends.
    StartedEnds,
    /// A channel reads nothing of a round before it was released from the last.
    WaitsForRelease,
    /// With a return path, a source completes after its destination.
    SourceCompletesLast,
}

impl Law {
    pub(super) const ALL: [Law; 10] = [
        Law::StartsConnected,
        Law::SyncAsksEach,
        Law::OneSyncARound,
        Law::NumbersOnce,
        Law::ReadsWhatWasSent,
        Law::SyncsAgree,
        Law::NoneAfterTerminate,
        Law::StartedEnds,
        Law::WaitsForRelease,
        Law::SourceCompletesLast,
    ];

    /// Returns true if it is a law where `about` is so.
    pub(super) fn holds_for(self, about: About) -> bool {
        let packets = about.medium == Medium::Packets;
        let own_syncs = match about.qemu {
            // A SYNC rides with pages, and a packet is sent again after it.
            Qemu::V7_2 => false,
            Qemu::V10_0 => true,
        };
        match self {
            Law::SyncAsksEach | Law::NoneAfterTerminate => true,
            Law::StartsConnected
            | Law::ReadsWhatWasSent
            | Law::SyncsAgree
            | Law::WaitsForRelease => packets,
            Law::OneSyncARound | Law::NumbersOnce => packets && own_syncs,
            Law::StartedEnds => about.end == End::Whole,
            // No log has a return path: a test that has one asks for this law.
            Law::SourceCompletesLast => false,
        }
    }

    /// Checks that `events` keep it.
    ///
    /// # Errors
    /// The fault, if they do not.
    pub(super) fn judge(self, about: About, events: &[Event]) -> Result<(), String> {
        match self {
            Law::StartsConnected => starts_connected(events),
            Law::SyncAsksEach => sync_asks_each(about.channels, events),
            Law::OneSyncARound => {
                (0..about.channels).try_for_each(|id| one_sync_a_round(id, events))
            }
            Law::NumbersOnce => numbers_once(events),
            Law::ReadsWhatWasSent => {
                (0..about.channels).try_for_each(|id| reads_what_was_sent(id, events))
            }
            Law::SyncsAgree => syncs_agree(events),
            Law::NoneAfterTerminate => none_after_terminate(events),
            Law::StartedEnds => started_ends(events),
            Law::WaitsForRelease => {
                (0..about.channels).try_for_each(|id| waits_for_release(id, events))
            }
            Law::SourceCompletesLast => source_completes_last(events),
        }
    }
}

/// The laws that are laws there and that `events` break.
pub(super) fn broken(about: About, events: &[Event]) -> Vec<(Law, String)> {
    let laws = Law::ALL.into_iter().filter(|law| law.holds_for(about));
    laws.filter_map(|law| law.judge(about, events).err().map(|why| (law, why))).collect()
}

fn check(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

fn starts_connected(events: &[Event]) -> Result<(), String> {
    let mut connected = BTreeSet::new();
    for event in events {
        match event.name.as_str() {
            "multifd_new_send_channel_async" => {
                connected.insert(event.id());
            }
            "multifd_send_thread_start" => {
                let id = event.id();
                check(connected.contains(&id), || format!("{id:?} starts without a connection"))?;
            }
            _ => (),
        }
    }
    Ok(())
}

fn sync_asks_each(channels: u64, events: &[Event]) -> Result<(), String> {
    let every: Vec<u64> = (0..channels).collect();
    let (mut asked, mut awaited) = (vec![], vec![]);
    for event in events {
        match event.name.as_str() {
            "multifd_send_sync_main_signal" => asked.extend(event.id()),
            "multifd_send_sync_main_wait" => awaited.extend(event.id()),
            "multifd_send_sync_main" => {
                check(asked == every && awaited == every, || {
                    format!("a sync asked {asked:?} and waited for {awaited:?}")
                })?;
                (asked, awaited) = (vec![], vec![]);
            }
            _ => (),
        }
    }
    Ok(())
}

/// The packets that channel `id` reads and its releases, in order.
fn rounds(id: u64, events: &[Event]) -> impl Iterator<Item = &Event> {
    events.iter().filter(move |event| {
        let of_round = event.is_unfill() || event.name == "multifd_recv_sync_main_signal";
        of_round && event.id() == Some(id)
    })
}

fn one_sync_a_round(id: u64, events: &[Event]) -> Result<(), String> {
    let mut syncs = 0;
    let mut last_is_sync = false;
    for event in rounds(id, events) {
        if event.is_unfill() {
            last_is_sync = event.is_sync();
            syncs += u64::from(last_is_sync);
        } else {
            check(syncs == 1 && last_is_sync, || {
                format!("{id} is released after {syncs} SYNC, the last packet one: {last_is_sync}")
            })?;
            syncs = 0;
        }
    }
    Ok(())
}

fn waits_for_release(id: u64, events: &[Event]) -> Result<(), String> {
    let mut waits = false;
    for event in rounds(id, events) {
        if event.is_unfill() {
            check(!waits, || format!("{id} reads on after a SYNC: {event:?}"))?;
            waits = event.is_sync();
        } else {
            waits = false;
        }
    }
    Ok(())
}

fn numbers_once(events: &[Event]) -> Result<(), String> {
    let fills = events.iter().filter(|event| event.is_fill());
    let mut numbers: Vec<u64> = fills.map(|event| event.number("packet_num")).collect();
    numbers.sort_unstable();
    let wrong = numbers.iter().zip(0..).find(|(number, nth)| **number != *nth);
    wrong.map_or(Ok(()), |(number, nth)| Err(format!("{number} where {nth} should be")))
}

fn reads_what_was_sent(id: u64, events: &[Event]) -> Result<(), String> {
    let numbers = |of: fn(&Event) -> bool| -> Vec<u64> {
        let mine = events.iter().filter(|event| of(event) && event.id() == Some(id));
        mine.map(|event| event.number("packet_num")).collect()
    };
    let (sent, read) = (numbers(Event::is_fill), numbers(Event::is_unfill));
    check(sent.starts_with(&read), || format!("{id} was sent {sent:?} and reads {read:?}"))
}

fn syncs_agree(events: &[Event]) -> Result<(), String> {
    let numbers = |name: &str| -> Vec<u64> {
        let syncs = events.iter().filter(|event| event.name == name);
        syncs.map(|event| event.number("packet_num")).collect()
    };
    let sent = numbers("multifd_send_sync_main");
    let read = numbers("multifd_recv_sync_main");
    let agrees = sent.iter().zip(&read).all(|(sent, read)| read + 1 == *sent);
    check(agrees, || format!("the source's are {sent:?}, the destination's {read:?}"))
}

fn none_after_terminate(events: &[Event]) -> Result<(), String> {
    let terminates = |event: &Event| event.name == "multifd_send_terminate_threads";
    let after = events.iter().skip_while(|event| !terminates(event));
    let mut fills: BTreeMap<u64, u64> = BTreeMap::new();
    for id in after.filter(|event| event.is_fill()).filter_map(Event::id) {
        *fills.entry(id).or_default() += 1;
    }
    check(fills.values().all(|fills| *fills <= 1), || format!("filled after terminate: {fills:?}"))
}

fn started_ends(events: &[Event]) -> Result<(), String> {
    for (start, end) in [
        ("multifd_send_thread_start", "multifd_send_thread_end"),
        ("multifd_recv_thread_start", "multifd_recv_thread_end"),
    ] {
        let ids = |name| -> BTreeSet<Option<u64>> {
            events.iter().filter(|event| event.name == name).map(Event::id).collect()
        };
        let (started, ended) = (ids(start), ids(end));
        check(started == ended, || format!("{started:?} start and {ended:?} end"))?;
    }
    Ok(())
}

fn source_completes_last(events: &[Event]) -> Result<(), String> {
    let completes = |host| {
        let completed = |event: &Event| event.text("new_state") == Some("completed");
        events.iter().position(|event| event.host == host && completed(event))
    };
    let (source, destination) = (completes(Host::Source), completes(Host::Destination));
    match (source, destination) {
        (Some(source), Some(destination)) => {
            check(source > destination, || "the source completes first".into())
        }
        (Some(_), None) => Err("the source completes alone".into()),
        (None, _) => Ok(()),
    }
}
