//! A trace event, fired by a QEMU that ran or by the model.

use super::declared::{Qemu, declared};

/// The host on which an event was fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Source,
    Destination,
}

/// A trace event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) host: Host,
    /// The thread's name in the log, or in the model.
    pub(super) thread: String,
    pub(super) name: String,
    /// Its arguments by name; numbers in decimal, truth as 0 or 1.
    pub(super) arguments: Vec<(String, String)>,
}

impl Event {
    /// An argument, if it has it.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An argument that is a number.
    ///
    /// # Panics
    /// If there is none.
    pub(super) fn number(&self, name: &str) -> u64 {
        let value = self.text(name).and_then(|value| value.parse().ok());
        value.unwrap_or_else(|| panic!("{} has no number {name}: {self:?}", self.name))
    }

    /// The channel that it is about.
    pub(super) fn id(&self) -> Option<u64> {
        self.text("id").map(|_| self.number("id"))
    }

    /// Returns true if it is about a packet that says SYNC.
    pub(super) fn is_sync(&self) -> bool {
        self.number("flags") & 1 != 0
    }

    /// Returns true if a packet has been filled.
    pub(super) fn is_fill(&self) -> bool {
        matches!(self.name.as_str(), "multifd_send" | "multifd_send_fill")
    }

    /// Returns true if a packet has been read.
    pub(super) fn is_unfill(&self) -> bool {
        matches!(self.name.as_str(), "multifd_recv" | "multifd_recv_unfill")
    }

    /// The event of a thread of the model.
    ///
    /// # Panics
    /// If `qemu` has no such event, or none with these arguments.
    pub(super) fn of_model(qemu: Qemu, event: &sim_io::Event) -> Event {
        let format = declared(qemu, &event.name)
            .unwrap_or_else(|| panic!("{qemu:?} has no event {}", event.name));
        let keys = format.keys();
        let pairs = event.arguments.split(' ').filter_map(|pair| pair.split_once('='));
        // Where QEMU names an object by its address, the model says whose it is.
        let pairs = pairs.filter(|(key, _)| !(*key == "id" && format.names_objects()));
        let arguments = pairs.map(|(key, value)| {
            assert!(keys.contains(&key), "{qemu:?}: {} has no argument {key}", event.name);
            let value = match value.trim_matches('"') {
                "true" => "1",
                "false" => "0",
                value => value,
            };
            (key.to_string(), value.to_string())
        });
        let receives = ["destination", "multifdrecv"];
        let host = match receives.iter().any(|name| event.thread.starts_with(name)) {
            true => Host::Destination,
            false => Host::Source,
        };
        let (thread, name) = (event.thread.clone(), event.name.clone());
        Event { host, thread, name, arguments: arguments.collect() }
    }
}
