//! Scenarios that must break nothing at the newest revision, and reach what they are for.

use model::{
    Action, Destination, Devices, FaultKind, Mode, Pause, ReturnPath, Start, Transport, World,
};

use crate::Scenario;

/// A world of one channel: what is around the channels needs no more.
const ONE_CHANNEL: World = World { channels: 1, ..World::PLAIN };

/// The smallest state of a device.
const DEVICE: Devices = Devices { count: 1, packets: 1 };

/// Every healthy scenario.
pub const HEALTHY: &[Scenario] = &[
    Scenario {
        name: "plain",
        summary: "Nothing goes wrong, over sockets.",
        world: World::PLAIN,
        reaches: &["completed"],
    },
    Scenario {
        name: "one-channel",
        summary: "Nothing goes wrong, with one channel and three rounds.",
        world: World { channels: 1, rounds: 3, ..World::PLAIN },
        reaches: &["completed"],
    },
    Scenario {
        name: "three-channels",
        summary: "Nothing goes wrong, with three channels.",
        world: World { channels: 3, ..World::PLAIN },
        reaches: &["completed"],
    },
    Scenario {
        name: "tls",
        summary: "Nothing goes wrong, over TLS.",
        world: World::TLS,
        reaches: &["completed"],
    },
    Scenario {
        name: "tls-serial",
        summary: "A destination that answers one handshake at a time.",
        world: World { destination: Destination::Serial, ..World::TLS },
        reaches: &["completed"],
    },
    Scenario {
        name: "refused",
        summary: "A channel is refused.",
        world: World::PLAIN.fault(1, FaultKind::Refused),
        reaches: &["failed"],
    },
    Scenario {
        name: "no-tls-client",
        summary: "The TLS session of a channel cannot be created.",
        world: World::TLS.fault(0, FaultKind::TlsClient),
        reaches: &["failed"],
    },
    Scenario {
        name: "main-channel-reset",
        summary: "The main channel is reset after the setup.",
        world: World::PLAIN.fault(0, FaultKind::Main(1)),
        reaches: &["failed"],
    },
    Scenario {
        name: "return-path",
        summary: "The destination says over the return path that all is well.",
        world: World { return_path: ReturnPath::Answers, ..ONE_CHANNEL },
        reaches: &["completed"],
    },
    Scenario {
        name: "return-path-error",
        summary: "The destination says over the return path that it has failed.",
        world: World { return_path: ReturnPath::Fails, ..ONE_CHANNEL },
        reaches: &["failed"],
    },
    Scenario {
        name: "return-path-main-channel-reset",
        summary: "The main channel is reset after the setup, and with it the return path.",
        world: World { return_path: ReturnPath::Answers, ..ONE_CHANNEL }
            .fault(0, FaultKind::Main(1)),
        reaches: &["failed"],
    },
    Scenario {
        name: "queried",
        summary: "Somebody asks how far it is, at any moment.",
        world: World { action: Action::Query, ..ONE_CHANNEL },
        reaches: &["completed"],
    },
    Scenario {
        name: "both-hosts",
        summary: "Source and destination, joined by real bytes.",
        world: World { channels: 1, rounds: 2, start: Start::Both, ..World::PLAIN },
        reaches: &["completed, completed"],
    },
    Scenario {
        name: "both-hosts-tls",
        summary: "Source and destination, over TLS.",
        world: World { channels: 1, rounds: 2, start: Start::Both, ..World::TLS },
        reaches: &["completed, completed"],
    },
    Scenario {
        name: "both-hosts-return-path",
        summary: "Source and destination, which says over the return path that all is well.",
        world: World {
            rounds: 2,
            start: Start::Both,
            return_path: ReturnPath::Answers,
            ..ONE_CHANNEL
        },
        reaches: &["completed, completed"],
    },
    Scenario {
        name: "destination",
        summary: "The destination alone, with two channels.",
        world: World { start: Start::Incoming, ..World::PLAIN },
        reaches: &["completed"],
    },
    Scenario {
        name: "device",
        summary: "A device sends its state in a thread of its own, and the destination says that it has it.",
        world: World { return_path: ReturnPath::Answers, devices: DEVICE, ..ONE_CHANNEL },
        reaches: &["completed"],
    },
    Scenario {
        name: "device-on-destination",
        summary: "A device is loaded in a thread of its own, from what two channels bring.",
        world: World { start: Start::Incoming, devices: DEVICE, ..World::PLAIN },
        reaches: &["completed"],
    },
    Scenario {
        name: "to-a-file",
        summary: "A file is written, by two channels.",
        world: World { transport: Transport::File, ..World::PLAIN },
        reaches: &["completed"],
    },
    Scenario {
        name: "from-a-file",
        summary: "A file is loaded, by two channels.",
        world: World { transport: Transport::File, start: Start::Incoming, ..World::PLAIN },
        reaches: &["completed"],
    },
    Scenario {
        name: "to-and-from-a-file",
        summary: "A file is written, and then loaded by another host.",
        world: World { transport: Transport::File, start: Start::Both, rounds: 2, ..World::PLAIN },
        reaches: &["completed, completed"],
    },
    Scenario {
        name: "no-file",
        summary: "A channel of the destination cannot open the file.",
        world: World { transport: Transport::File, start: Start::Incoming, ..World::PLAIN }
            .fault(1, FaultKind::Open),
        reaches: &["exited in setup"],
    },
    Scenario {
        name: "full-disk",
        summary: "The main channel's first write finds no space.",
        world: World { transport: Transport::File, ..ONE_CHANNEL }.fault(1, FaultKind::NoSpace(0)),
        reaches: &["failed"],
    },
    Scenario {
        name: "paused",
        summary: "It waits before the switchover, and is told to go on.",
        world: World { pause: Pause::Continued, ..ONE_CHANNEL },
        reaches: &["completed"],
    },
    Scenario {
        name: "cpr",
        summary: "The machine is stopped before anything is sent, for CPR.",
        world: World { mode: Mode::CprReboot, ..ONE_CHANNEL },
        reaches: &["completed"],
    },
    Scenario {
        name: "hand-off",
        summary: "Only the hand-off of pages, between connected channels.",
        world: World { start: Start::Connected, rounds: 2, ..World::PLAIN },
        reaches: &["setup"],
    },
];
