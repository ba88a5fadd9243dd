//! Logs of real QEMU: those of a source and of its destination, line by line.

use std::{fs::File, io::Read, path::PathBuf};

use flate2::read::GzDecoder;

use super::{
    declared::{Qemu, declared, is_ours},
    event::{Event, Host},
};

/// A pair of logs in `tests/traces/logs`: what happened there, with how many channels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixture {
    pub(super) name: &'static str,
    pub(super) qemu: Qemu,
    pub(super) channels: u64,
    /// The number of migrations it has, each of a QEMU of its own.
    pub(super) migrations: usize,
}

const fn fixture(name: &'static str, qemu: Qemu, channels: u64) -> Fixture {
    Fixture { name, qemu, channels, migrations: 1 }
}

const fn three(fixture: Fixture) -> Fixture {
    Fixture { migrations: 3, ..fixture }
}

/// Every pair.
pub(super) const FIXTURES: [Fixture; 15] = [
    three(fixture("qemu72-plain-n2-k0-tcp", Qemu::V7_2, 2)),
    three(fixture("qemu72-tls_x509-n2-k0-tcp", Qemu::V7_2, 2)),
    fixture("qemu72-cancel_setup-n2-k0-tcp", Qemu::V7_2, 2),
    fixture("qemu72-directed-late_connect_fail-traced", Qemu::V7_2, 2),
    fixture("qemu72-refuse_k-n4-k1-tcp", Qemu::V7_2, 4),
    fixture("qemu100-plain-n1-k0-tcp", Qemu::V10_0, 1),
    fixture("qemu100-plain-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-tls_x509-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-tls_x509_reject_anon-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-tls_psk_mismatch-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-cancel_setup-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-cancel_active_tls-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-kill_dst_active-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-mapped_ram-n2-k0-tcp", Qemu::V10_0, 2),
    fixture("qemu100-refuse_k-n4-k1-tcp", Qemu::V10_0, 4),
];

/// The pair whose name begins like this.
///
/// # Panics
/// If there is none.
pub(super) fn named(name: &str) -> Fixture {
    *FIXTURES.iter().find(|fixture| fixture.name.starts_with(name)).expect("it is a fixture")
}

/// A line: `THREAD@SECONDS:event arguments`.
#[derive(Clone, Copy)]
struct Line<'a> {
    thread: &'a str,
    microseconds: u64,
    name: &'a str,
    arguments: &'a str,
}

fn line(text: &str) -> Option<Line<'_>> {
    let (thread, rest) = text.split_once('@')?;
    let (time, event) = rest.split_once(':')?;
    let (name, arguments) = event.split_once(' ').unwrap_or((event, ""));
    thread.parse::<u64>().ok()?;
    let microseconds = time.replacen('.', "", 1).parse().ok()?;
    Some(Line { thread, microseconds, name, arguments })
}

/// The event of a line, and when it was fired; nothing if no test asks for it.
///
/// # Errors
/// If it is one of multifd, and not as `qemu` declares it; or no line of a log at all.
pub(super) fn read_line(
    qemu: Qemu,
    host: Host,
    text: &str,
) -> Result<Option<(u64, Event)>, String> {
    let line = line(text).ok_or_else(|| format!("no line of a log: {text}"))?;
    if !is_ours(line.name) {
        return Ok(None);
    }
    let format = declared(qemu, line.name).ok_or_else(|| format!("{qemu:?} lacks it: {text}"))?;
    let read = format.read(line.arguments);
    let arguments = read.ok_or_else(|| format!("its arguments are others: {text}"))?;
    let (thread, name) = (line.thread.to_string(), line.name.to_string());
    Ok(Some((line.microseconds, Event { host, thread, name, arguments })))
}

/// Every line of a log, cut where another QEMU begins: the first line of a thread that is
/// new, after the cancel by which the last one shuts down.
fn processes(text: &str) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<&str>> = vec![vec![]];
    let mut seen: Vec<&str> = vec![];
    let mut last = "";
    for text in text.lines() {
        let Some(now) = line(text) else { panic!("no line of a log: {text}") };
        let new = !seen.contains(&now.thread);
        if new && now.name == "qio_channel_socket_new" && last == "migrate_fd_cancel" {
            found.push(vec![]);
        }
        if new {
            seen.push(now.thread);
        }
        last = now.name;
        found.last_mut().expect("there is a first").push(text);
    }
    found
}

impl Fixture {
    /// The events that each migration of it fired, on both hosts, by time.
    ///
    /// # Panics
    /// If a log is not as it should be.
    pub(super) fn events(&self) -> Vec<Vec<Event>> {
        let (source, destination) = (self.host(Host::Source), self.host(Host::Destination));
        assert_eq!((source.len(), destination.len()), (self.migrations, self.migrations));
        source.into_iter().zip(destination).map(|(source, other)| merged(source, other)).collect()
    }

    fn host(&self, host: Host) -> Vec<Vec<(u64, Event)>> {
        let end = match host {
            Host::Source => "src",
            Host::Destination => "dst",
        };
        let text = unpacked(&format!("{}-{end}.log.gz", self.name));
        let read = |text: &&str| read_line(self.qemu, host, text).unwrap_or_else(|e| panic!("{e}"));
        let processes = processes(&text).into_iter();
        processes.map(|lines| lines.iter().filter_map(read).collect()).collect()
    }
}

fn unpacked(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("traces/logs").join(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("it is text, packed");
    text
}

/// Both logs in one, by time; each keeps its own order.
fn merged(source: Vec<(u64, Event)>, destination: Vec<(u64, Event)>) -> Vec<Event> {
    let (mut one, mut two) = (source.into_iter().peekable(), destination.into_iter().peekable());
    let mut all = vec![];
    loop {
        let first = match (one.peek(), two.peek()) {
            (Some((left, _)), Some((right, _))) => left <= right,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return all,
        };
        let next = if first { one.next() } else { two.next() };
        all.extend(next.map(|(_, event)| event));
    }
}

#[test]
fn every_log_is_understood_to_its_last_line() {
    for fixture in FIXTURES {
        for events in fixture.events() {
            assert!(!events.is_empty(), "{}", fixture.name);
        }
    }
}

#[test]
fn a_line_that_is_not_as_it_should_be_is_no_line_that_is_left_out() {
    let read = |text| read_line(Qemu::V10_0, Host::Source, text);
    assert_eq!(read("7@1.5:qio_task_new anything"), Ok(None));
    assert!(read("7@1.5:multifd_send_thread_start 1").is_ok_and(|event| event.is_some()));
    for wrong in [
        "7@1.5:multifd_send_thread_start channel 1",
        "7@1.5:multifd_send channel 1 packet_num 1 normal pages 0 flags 0x1 next packet size 0",
        "7@1.5:multifd_of_tomorrow",
        "multifd_send_thread_start 1",
        "x@1.5:qio_task_new anything",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
