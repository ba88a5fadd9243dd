//! The world of a migration: a plain value, decided before it begins.

use serde::{Deserialize, Serialize};

use crate::wire::flags::Compression;

mod action;
mod around;
mod check;
mod devices;
mod fault;
mod file;
mod outside;
mod parse;
mod peers;
mod phrase;
mod strike;
mod text;
mod vocabulary;
mod zero;
mod zero_copy;

pub(crate) use self::around::Flushed;
pub use self::{
    action::{ACTIONS, Action, ActionRow, Role},
    around::{ExitOnError, FlushAt, Mode, Pause, Postcopy, ReturnPath, Termination},
    devices::Devices,
    fault::{Counted, Drawn, FAULTS, Fault, FaultKind, FaultRow, Needs, Place},
    parse::UnknownWorld,
    phrase::Phrase,
    vocabulary::vocabulary,
    zero::ZeroPage,
    zero_copy::ZeroCopy,
};

/// The most channels that a world can have.
pub const CHANNELS_MAX: u8 = 16;

/// The most things that can go wrong in a world.
pub const FAULTS_MAX: usize = World::PLAIN.faults.len();

/// The most pages that are zero in a round.
pub const ZEROS_MAX: usize = World::PLAIN.zeros.len();

/// Surroundings of a migration: what happens around it, rather than in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// `multifd-channels`.
    pub channels: u8,
    /// Rounds of dirty pages before the completion.
    pub rounds: u8,
    /// Pages that each round queues. A packet holds [`PAGE_COUNT`].
    pub pages: u8,
    /// The transport of the channels.
    pub transport: Transport,
    /// The place at which the migration begins.
    pub start: Start,
    /// The order of the destination's handshakes.
    pub destination: Destination,
    /// The faults, and where they strike.
    pub faults: [Option<Fault>; 4],
    /// The action of a user, at any moment.
    pub action: Action,
    /// The return path, if the migration has one.
    #[serde(default)]
    pub return_path: ReturnPath,
    /// The wait before the switchover, if there is one.
    #[serde(default)]
    pub pause: Pause,
    /// The purpose of the migration.
    #[serde(default)]
    pub mode: Mode,
    /// The devices whose state goes over multifd.
    #[serde(default)]
    pub devices: Devices,
    /// The compression of pages (parameter `multifd-compression`). A revision is played with a
    /// method that it does not have yet as if it had it.
    #[serde(default)]
    pub compression: Compression,
    /// Its destination's reaction to a TLS session that just ends.
    #[serde(default)]
    pub termination: Termination,
    /// The pages that are zero, and when.
    #[serde(default)]
    pub zeros: [Option<ZeroPage>; 4],
    /// The way pages are sent: with a copy or without.
    #[serde(default)]
    pub zero_copy: ZeroCopy,
    /// The place at which its hosts flush the channels.
    #[serde(default)]
    pub flush: FlushAt,
    /// Postcopy, if it becomes that. A revision that refuses that beside multifd (before
    /// e274188612) refuses the migration.
    #[serde(default)]
    pub postcopy: Postcopy,
    /// The exit of its destination when it has failed.
    #[serde(default)]
    pub exit_on_error: ExitOnError,
}

/// The pages of a packet: 128 in QEMU with pages of 4 KiB, 2 here.
pub const PAGE_COUNT: u64 = 2;

/// The bytes of a page: 4096 in QEMU, as many as a version number has here.
pub(crate) const PAGE_SIZE: u64 = 8;

/// The name of the guest's memory.
pub(crate) const RAM_BLOCK: &[u8] = b"pc.ram";

/// The name of each device that sends its state over multifd.
pub(crate) const DEVICE: &[u8] = b"vfio";

/// The guest's UUID.
pub(crate) const UUID: [u8; 16] = *b"a machine's UUID";

/// Kinds of channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// TCP or Unix sockets.
    Socket,
    /// TLS sessions on top of sockets. The main channel is one whose handshake
    /// has ended before the migration begins.
    Tls,
    /// One file, opened once for each channel (capability `mapped-ram`). A
    /// destination alone loads one that was written before; where there are
    /// both hosts, one writes it and then the other loads it.
    File,
}

/// Places at which a migration begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// With `migrate_fd_connect`, the main channel just connected.
    Migrate,
    /// With every channel connected and its thread about to start; the first
    /// thread plays the migration thread. For engines that can hold few threads.
    Connected,
    /// With `migrate_fd_connect`, on both hosts: the destination listens.
    Both,
    /// On the destination, which listens. What the source sends is a value, and
    /// each of its connections sends as fast as it can.
    Incoming,
}

/// Order of the destination's TLS handshakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// Each by itself.
    Concurrent,
    /// One after the other in its main loop, in the order of the connections,
    /// as before QEMU 5.2 and whenever its sockets block.
    Serial,
}

impl World {
    /// Two channels, one round of two pages, nothing goes wrong.
    pub const PLAIN: World = World {
        channels: 2,
        rounds: 1,
        pages: 2,
        transport: Transport::Socket,
        start: Start::Migrate,
        destination: Destination::Concurrent,
        faults: [None; 4],
        action: Action::None,
        return_path: ReturnPath::None,
        pause: Pause::Never,
        mode: Mode::Normal,
        devices: Devices::NONE,
        compression: Compression::None,
        termination: Termination::Clean,
        zeros: [None; 4],
        zero_copy: ZeroCopy::Off,
        flush: FlushAt::Round,
        postcopy: Postcopy::Never,
        exit_on_error: ExitOnError::On,
    };

    /// The plain world over TLS.
    pub const TLS: World = World { transport: Transport::Tls, ..World::PLAIN };

    /// This world, with one more thing going wrong.
    ///
    /// # Panics
    /// If four things go wrong already.
    pub const fn fault(mut self, channel: u8, kind: FaultKind) -> World {
        let mut index = 0;
        while self.faults[index].is_some() {
            index += 1;
        }
        self.faults[index] = Some(kind.at(channel));
        self
    }

    /// This world, with one more page that is zero in a round.
    ///
    /// # Panics
    /// If there are four already.
    pub const fn zero(mut self, page: u8, round: u8) -> World {
        let mut index = 0;
        while self.zeros[index].is_some() {
            index += 1;
        }
        self.zeros[index] = Some(ZeroPage { page, round });
        self
    }

    /// Returns true if `kind` happens to `channel`.
    pub fn has(&self, channel: u8, kind: FaultKind) -> bool {
        self.faults.iter().flatten().any(|fault| fault.channel == channel && fault.kind == kind)
    }

    /// Returns the number of threads that this world may start.
    pub fn threads(&self) -> usize {
        let channels = usize::from(self.channels);
        let kernel = self.zero_copy_writes() as usize;
        kernel
            + match self.start {
                Start::Connected => 1 + channels + usize::from(self.devices.count),
                // The main loop, a receiver for each channel, and who plays each connection.
                Start::Incoming => {
                    1 + channels
                        + channels
                        + 1
                        + self.faults.len()
                        + usize::from(self.devices.count)
                        + self.outside_threads()
                }
                Start::Migrate | Start::Both => {
                    let each = self.transport.threads();
                    let peer = usize::from(self.destination == Destination::Serial);
                    let devices = usize::from(self.devices.count);
                    let receivers =
                        if self.start == Start::Both { 1 + channels + devices } else { 0 };
                    2 + each * channels
                        + self.outside_threads()
                        + peer
                        + self.return_path.threads()
                        + self.pause.threads()
                        + self.postcopy.threads()
                        + devices
                        + receivers
                }
            }
    }
}
