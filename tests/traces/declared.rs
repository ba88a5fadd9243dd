//! The trace events that are read, as `migration/trace-events` of each QEMU declares them.

/// A QEMU that there are logs of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Qemu {
    /// 7.2.22.
    V7_2,
    /// 10.0.13.
    V10_0,
}

impl Qemu {
    /// The revision of the model.
    pub(super) fn revision(self) -> &'static str {
        match self {
            Qemu::V7_2 => "v7.2",
            Qemu::V10_0 => "v10.0",
        }
    }
}

/// An event and the format behind its name, with a name in braces for each value; `_` is one that
/// no test asks for.
pub(super) struct Declared {
    name: &'static str,
    v7_2: Option<&'static str>,
    v10_0: Option<&'static str>,
}

const fn both(name: &'static str, text: &'static str) -> Declared {
    Declared { name, v7_2: Some(text), v10_0: Some(text) }
}

const fn old(name: &'static str, text: &'static str) -> Declared {
    Declared { name, v7_2: Some(text), v10_0: None }
}

const fn new(name: &'static str, text: &'static str) -> Declared {
    Declared { name, v7_2: None, v10_0: Some(text) }
}

const fn changed(name: &'static str, v7_2: &'static str, v10_0: &'static str) -> Declared {
    Declared { name, v7_2: Some(v7_2), v10_0: Some(v10_0) }
}

const PACKET: &str = "channel {id} packet_num {packet_num} flags {flags} next packet size {_}";
const OLD_CHANNEL: &str = "ioc={_} ioctype=qio-channel-{ioc} hostname={_} err={_}";
const NEW_CHANNEL: &str = "ioc={_} ioctype=qio-channel-{ioc} hostname={_}";

const DECLARED: &[Declared] = &[
    both("multifd_new_send_channel_async", "channel {id}"),
    new("multifd_new_send_channel_async_error", "channel={id} err={_}"),
    changed("multifd_set_outgoing_channel", OLD_CHANNEL, NEW_CHANNEL),
    both("multifd_tls_outgoing_handshake_start", "ioc={_} tioc={_} hostname={_}"),
    both("multifd_tls_outgoing_handshake_complete", "ioc={_}"),
    both("multifd_tls_outgoing_handshake_error", "ioc={_} err={_}"),
    both("multifd_send_thread_start", "{id}"),
    old(
        "multifd_send",
        "channel {id} packet_num {packet_num} normal pages {normal} flags {flags} next packet size {_}",
    ),
    new("multifd_send_ram_fill", "channel {id} normal pages {normal} zero pages {zero}"),
    new("multifd_send_fill", PACKET),
    both("multifd_send_error", "channel {id}"),
    both("multifd_send_sync_main_signal", "channel {id}"),
    both("multifd_send_sync_main_wait", "channel {id}"),
    both("multifd_send_sync_main", "packet num {packet_num}"),
    changed("multifd_send_terminate_threads", "error {error}", ""),
    changed(
        "multifd_send_thread_end",
        "channel {id} packets {packets} normal pages {normal}",
        "channel {id} packets {packets}",
    ),
    both("multifd_recv_new_channel", "channel {id}"),
    both("multifd_recv_thread_start", "{id}"),
    old(
        "multifd_recv",
        "channel {id} packet_num {packet_num} pages {normal} flags {flags} next packet size {_}",
    ),
    new("multifd_recv_unfill", PACKET),
    changed("multifd_recv_sync_main_wait", "channel {id}", "iter {id}"),
    both("multifd_recv_sync_main_signal", "channel {id}"),
    both("multifd_recv_sync_main", "packet num {packet_num}"),
    both("multifd_recv_terminate_threads", "error {error}"),
    changed(
        "multifd_recv_thread_end",
        "channel {id} packets {packets} pages {normal}",
        "channel {id} packets {packets}",
    ),
    new("open_return_path_on_source", ""),
    new("open_return_path_on_source_continue", ""),
    new("source_return_path_thread_entry", ""),
    new("source_return_path_thread_loop_top", ""),
    new("source_return_path_thread_shut", "{val}"),
    new("source_return_path_thread_bad_end", ""),
    new("source_return_path_thread_end", ""),
    new("migration_return_path_end_before", ""),
    new("migration_return_path_end_after", ""),
    both("savevm_section_start", "{section}, section_id {_}"),
    both("migration_tls_incoming_handshake_start", ""),
    both("migration_tls_incoming_handshake_complete", ""),
    both("migration_tls_incoming_handshake_error", "err={_}"),
    both("migrate_set_state", "new state {new_state}"),
    old("migrate_fd_cancel", ""),
    new("migration_cancel", ""),
    old("migrate_fd_cleanup", ""),
    new("migration_cleanup", ""),
    both("migration_thread_setup_complete", ""),
    both("migration_thread_after_loop", ""),
    both("migration_thread_file_err", ""),
    both("migration_completion_file_err", ""),
];

/// Returns true if a log that fires an event of this name must be understood.
pub(super) fn is_ours(name: &str) -> bool {
    name.starts_with("multifd_") || DECLARED.iter().any(|event| event.name == name)
}

/// The text behind an event's name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format(&'static str);

/// Returns the declaration of an event in a QEMU, if it has it.
pub(super) fn declared(qemu: Qemu, name: &str) -> Option<Format> {
    let event = DECLARED.iter().find(|event| event.name == name)?;
    let text = match qemu {
        Qemu::V7_2 => event.v7_2,
        Qemu::V10_0 => event.v10_0,
    };
    text.map(Format)
}

impl Format {
    /// The names of its values.
    pub(super) fn keys(self) -> Vec<&'static str> {
        let parts = self.0.split('{').skip(1);
        parts.filter_map(|part| part.split('}').next()).filter(|key| *key != "_").collect()
    }

    /// Returns true if it tells by addresses whom an event is about.
    pub(super) fn names_objects(self) -> bool {
        self.0.starts_with("ioc=")
    }

    /// The values in `text`; nothing if it is no such text.
    pub(super) fn read(self, text: &str) -> Option<Vec<(String, String)>> {
        let mut values = vec![];
        let (first, mut format) = self.0.split_once('{').unwrap_or((self.0, ""));
        let mut text = text.strip_prefix(first)?;
        while let Some((key, rest)) = format.split_once('}') {
            let (literal, next) = rest.split_once('{').unwrap_or((rest, ""));
            let end = if literal.is_empty() { text.len() } else { text.find(literal)? };
            let value = &text[..end];
            if key != "_" {
                values.push((key.to_string(), decimal(value)?));
            }
            (text, format) = (&text[end + literal.len()..], next);
        }
        text.is_empty().then_some(values)
    }
}

/// A value that is a word or a number, the latter in decimal.
fn decimal(value: &str) -> Option<String> {
    match value.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok().map(|number| number.to_string()),
        None => {
            let plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_graphic());
            plain.then(|| value.to_string())
        }
    }
}

#[test]
fn a_format_reads_what_it_describes_and_nothing_else() {
    let format = declared(Qemu::V10_0, "multifd_send_fill").expect("v10.0 has it");
    assert_eq!(format.keys(), ["id", "packet_num", "flags"]);
    let read = format.read("channel 1 packet_num 17 flags 0x1 next packet size 0");
    let expected = [("id", "1"), ("packet_num", "17"), ("flags", "1")];
    assert_eq!(read, Some(expected.map(|(key, value)| (key.into(), value.into())).into()));
    for wrong in ["channel 1 packet_num 17 flags 0x1", "channel 1 flags 0x1 packet_num 17", ""] {
        assert_eq!(format.read(wrong), None, "{wrong}");
    }
    assert!(declared(Qemu::V7_2, "multifd_send_fill").is_none());
    let empty = declared(Qemu::V10_0, "multifd_send_terminate_threads").expect("it has it");
    assert_eq!((empty.read(""), empty.read("error 0")), (Some(vec![]), None));
}
