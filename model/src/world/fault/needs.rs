//! Places at which a fault can strike, and at which it is drawn.

use crate::{
    wire::flags::Compression,
    world::{PAGE_COUNT, Role, Start, Transport, World},
};

/// Parts that must be played for a fault to strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The source, from the creation of its channels.
    Setup,
    /// A source that creates its channels, over TLS.
    TlsSetup,
    /// Both hosts, over TLS.
    TlsBoth,
    /// The source, to its completion.
    Migration,
    /// The source.
    Source,
    /// The source, from the creation of its connections.
    Connecting,
    /// The connection of a channel, on whichever host.
    Channel,
    /// The main channel's, on whichever host.
    MainChannel,
    /// The destination.
    Destination,
    /// A file, on whichever host.
    File,
    /// A file that is written.
    FileWritten,
    /// A file that is read.
    FileRead,
    /// A file that was written before.
    FileGiven,
    /// The destination alone.
    Script,
    /// A source that sends without copies.
    ZeroCopy,
    /// A device on the source.
    Device,
    /// A device on the destination.
    IncomingDevice,
}

impl Needs {
    /// Returns true if `world` plays it.
    pub fn are_met(self, world: &World) -> bool {
        let source = world.start != Start::Incoming;
        let file = world.transport == Transport::File;
        let tls = world.transport == Transport::Tls;
        let whole = matches!(world.start, Start::Migrate | Start::Both);
        let destination = matches!(world.start, Start::Both | Start::Incoming);
        match self {
            Needs::Setup | Needs::Migration | Needs::Device => whole,
            Needs::TlsSetup => whole && tls,
            Needs::TlsBoth => world.start == Start::Both && tls,
            Needs::Source => source,
            Needs::Connecting => whole && !file,
            Needs::MainChannel => world.start != Start::Connected && !file,
            Needs::Channel => !file,
            Needs::File => file,
            Needs::FileWritten => file && source,
            Needs::FileRead => file && world.start != Start::Migrate,
            Needs::FileGiven => file && !source,
            Needs::Destination | Needs::IncomingDevice => destination,
            Needs::Script => !source && !file,
            Needs::ZeroCopy => world.sends_zero_copy(),
        }
    }

    /// Names what plays it, as a sentence does.
    pub fn who(self) -> &'static str {
        match self {
            Needs::Setup => "a source that creates its channels",
            Needs::TlsSetup => "a source that creates TLS channels",
            Needs::TlsBoth => "a TLS channel with both hosts",
            Needs::Migration | Needs::Device => "a whole migration",
            Needs::Source => "a source",
            Needs::Connecting => "a source that connects its channels",
            Needs::MainChannel => "a main channel that is connected",
            Needs::Channel => "a channel that is connected",
            Needs::File => "a file",
            Needs::FileWritten => "a file that is written",
            Needs::FileRead => "a file that is read",
            Needs::FileGiven => "a file that was written before",
            Needs::Destination => "a destination",
            Needs::Script => "the destination alone, with connections",
            Needs::ZeroCopy => "a source that sends without copies",
            Needs::IncomingDevice => "a destination that is played",
        }
    }
}

/// Place that is struck, of which there may be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A channel of multifd.
    Channel,
    /// A channel of multifd or the main channel, which is behind the others.
    Connection,
    /// A device, by its number.
    Device,
    /// There is one of it.
    World,
}

impl Place {
    /// Returns the number that `world` has of it.
    pub fn count(self, world: &World) -> u8 {
        match self {
            Place::Channel => world.channels,
            Place::Connection => world.channels.saturating_add(1),
            Place::Device => world.devices.count,
            Place::World => 1,
        }
    }
}

/// Unit of the number of a fault, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It has none.
    Nothing,
    /// Writes to a connection.
    Write,
    /// Writes of pages without a copy.
    PageWrite,
    /// Writes to a file.
    FileWrite,
    /// Reads of a file.
    FileRead,
    /// Pieces of a file.
    Piece,
    /// Packets of a device.
    Packet,
    /// Messages of a connection.
    Message,
    /// Messages of a connection, of which the first is no packet.
    LaterMessage,
    /// Ids of channels, with the first that there is not.
    Id,
}

impl Counted {
    /// The numbers that are tried at a place of `world`: enough to strike in each of its
    /// rounds, and once behind them.
    pub fn numbers(self, world: &World, place: u8) -> std::ops::Range<u8> {
        let (rounds, pages) = (u64::from(world.rounds), u64::from(world.pages));
        let packets = pages.div_ceil(PAGE_COUNT);
        let writes = rounds * packets.max(1);
        // The packets and the SYNC of each round, behind a SYNC for the setup.
        let messages = rounds * (packets.max(1) + 1) + 3;
        let is_main = place == world.channels;
        let range = match self {
            Counted::Nothing => 0..1,
            // The initial packet, one for each packet of a round, and the last sync.
            Counted::Write => 0..writes + 2,
            Counted::PageWrite => 0..rounds * packets + world.devices.pieces(),
            // The header, the setup's end, the rounds, the completion and the bitmap.
            Counted::FileWrite if is_main => 0..rounds + 4,
            Counted::FileRead if is_main => 0..3,
            Counted::FileWrite | Counted::FileRead => 0..writes + 1,
            Counted::Piece => 0..pages + 3,
            Counted::Packet => 0..u64::from(world.devices.packets),
            Counted::Message if is_main => 0..rounds + 2,
            Counted::Message => 0..messages,
            Counted::LaterMessage => 1..messages,
            Counted::Id => 0..u64::from(world.channels) + 1,
        };
        let end = u8::try_from(range.end).unwrap_or(u8::MAX);
        u8::try_from(range.start).unwrap_or(0)..end
    }
}

/// Worlds in which a fault is drawn, of those that it can strike in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// In each.
    Always,
    /// In those in which an action ends what would last for ever without one: that is the peer's
    /// hang and not QEMU's.
    IfEnded,
    /// In those in which a method compresses: without one nothing can fail there.
    IfCompressed,
    /// Nowhere, for this reason.
    Never(&'static str),
}

impl Drawn {
    /// Returns true if `world` is one of these worlds.
    pub fn includes(self, world: &World) -> bool {
        match self {
            Drawn::Always => true,
            Drawn::IfEnded => match world.action.row().role {
                Role::Ends => true,
                // A destination that quits ends no thread of its source.
                Role::Quits => world.start != Start::Incoming,
                Role::Nothing | Role::Asks | Role::Changes | Role::EndsDestination => false,
            },
            Drawn::IfCompressed => world.compression != Compression::None,
            Drawn::Never(_) => false,
        }
    }
}
