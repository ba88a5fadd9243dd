//! What a migration happens in: a plain value, decided before it begins.

use serde::{Deserialize, Serialize};

use crate::wire::flags::Compression;

mod action;
mod around;
mod check;
mod devices;
mod file;
mod outside;
mod peers;
mod strike;
mod text;
mod zero;
mod zero_copy;

pub(crate) use self::around::Flushed;
pub use self::{
    action::Action,
    around::{ExitOnError, FlushAt, Mode, Pause, Postcopy, ReturnPath, Termination},
    devices::Devices,
    zero::ZeroPage,
    zero_copy::ZeroCopy,
};

/// The most channels that a world can have.
pub const CHANNELS_MAX: u8 = 16;

/// What happens around a migration, rather than in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// `multifd-channels`.
    pub channels: u8,
    /// Rounds of dirty pages before the completion.
    pub rounds: u8,
    /// Pages that each round queues. A packet holds [`PAGE_COUNT`].
    pub pages: u8,
    /// What the channels are.
    pub transport: Transport,
    /// Where the migration begins.
    pub start: Start,
    /// How the destination does handshakes.
    pub destination: Destination,
    /// What goes wrong, and where.
    pub faults: [Option<Fault>; 4],
    /// What somebody outside does, at any moment.
    pub action: Action,
    /// Whether the migration has a return path.
    #[serde(default)]
    pub return_path: ReturnPath,
    /// Whether it waits before the switchover.
    #[serde(default)]
    pub pause: Pause,
    /// What it is for.
    #[serde(default)]
    pub mode: Mode,
    /// The devices whose state goes over multifd.
    #[serde(default)]
    pub devices: Devices,
    /// How pages are compressed (parameter `multifd-compression`). A revision is
    /// played with a method that it does not have yet as if it had it.
    #[serde(default)]
    pub compression: Compression,
    /// What its destination makes of a TLS session that just ends.
    #[serde(default)]
    pub termination: Termination,
    /// The pages that are zero, and when.
    #[serde(default)]
    pub zeros: [Option<ZeroPage>; 4],
    /// Whether pages are sent without a copy.
    #[serde(default)]
    pub zero_copy: ZeroCopy,
    /// Where its hosts flush the channels.
    #[serde(default)]
    pub flush: FlushAt,
    /// Whether it becomes postcopy. A revision that refuses that beside multifd
    /// (before e274188612) refuses the migration.
    #[serde(default)]
    pub postcopy: Postcopy,
    /// Whether its destination exits when it has failed.
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

/// What channels are.
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

/// Where a migration begins.
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

/// How the destination does TLS handshakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// Each by itself.
    Concurrent,
    /// One after the other in its main loop, in the order of the connections,
    /// as before QEMU 5.2 and whenever its sockets block.
    Serial,
}

/// Something that goes wrong at a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Which channel; where none is struck, any.
    pub channel: u8,
    /// What goes wrong.
    pub kind: FaultKind,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The connection is refused.
    Refused,
    /// The TLS session cannot be created.
    TlsClient,
    /// The TLS handshake fails; where the server is played, the client rejects it.
    Handshake,
    /// The server rejects the client, when that already believes that the
    /// handshake has ended well.
    HandshakeRejected,
    /// The destination cannot create its TLS session.
    TlsServer,
    /// The TLS handshake does not end until the socket is shut down.
    HandshakeStalls,
    /// The peer resets the connection at the n-th write, from 0: the initial packet.
    Reset(u8),
    /// The peer stops reading at the n-th write.
    Stall(u8),
    /// The peer resets the main channel at the n-th write.
    Main(u8),
    /// `ops->send_setup` of the channel fails.
    SendSetup,
    /// `ops->send_prepare` of the channel fails.
    SendPrepare,
    /// `ops->recv_setup` of the channel fails.
    RecvSetup,
    /// A notifier objects when the migration begins.
    Notifier,
    /// `save_setup` of a device fails, after that of RAM.
    SaveSetup,
    /// The state of a device cannot be saved at the end, after that of RAM.
    SaveComplete,
    /// The thread that saves a device, which `channel` is the number of, cannot
    /// read the n-th packet of its state.
    SaveThread(u8),
    /// A device, which `channel` is the number of, refuses the n-th packet of its
    /// state on the destination.
    LoadBuffer(u8),
    /// The thread that loads a device cannot load the n-th packet.
    LoadThread(u8),
    /// Somebody posts `p->sem` once more than there are requests. QEMU has no
    /// such place; what follows shows what a revision makes of one.
    StrayPost,
    /// The n-th message of the connection, from 0, ends in its middle.
    Truncated(u8),
    /// The source closes the connection before the n-th message.
    Closed(u8),
    /// The first message of the connection is not one of multifd.
    InitMagic,
    /// It is another machine's.
    InitUuid,
    /// It says that it is this channel.
    InitId(u8),
    /// The n-th message is no packet of multifd.
    PacketMagic(u8),
    /// After everything else, the connection brings something that is no packet.
    LateGarbage,
    /// Somebody else connects, and hangs up. The channel does not matter.
    ExtraConnection,
    /// The same, after the first message of a channel of another machine.
    StrayConnection,
    /// The file cannot be opened for the channel.
    Open,
    /// The device is full at the n-th write of a channel, from 0. Behind the
    /// channels comes the main one.
    NoSpace(u8),
    /// What a channel has written does not come to the disk.
    DiskStalls,
    /// `close` of a channel's file says that something was not written.
    CloseFails,
    /// The n-th read of a channel fails, from 0.
    ReadError(u8),
    /// The file ends in the middle of its n-th piece, from 0: the header, the
    /// bitmap, the pages, the rest. The channel does not matter.
    FileEnds(u8),
    /// Nobody acknowledges what a channel sends.
    Unacknowledged,
    /// The error queue of a channel cannot be read.
    Flush,
    /// It is full at the n-th write without a copy, from 0.
    NoBuffers(u8),
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

    /// The same over TLS.
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
        self.faults[index] = Some(Fault { channel, kind });
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

    /// Whether `kind` happens to `channel`.
    pub fn has(&self, channel: u8, kind: FaultKind) -> bool {
        self.faults.iter().flatten().any(|fault| fault.channel == channel && fault.kind == kind)
    }

    /// How many threads this world may start.
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
