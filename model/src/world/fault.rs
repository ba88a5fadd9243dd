//! Faults, and where they strike: the one table of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::phrase::Phrase;

mod needs;

pub use self::needs::{Counted, Drawn, Needs, Place};

/// Something that goes wrong at a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The channel; where none is struck, any.
    pub channel: u8,
    /// The kind of fault.
    pub kind: FaultKind,
}

/// A row of the table: all that is known of a kind of fault.
#[derive(Clone, Copy, Debug)]
pub struct FaultRow {
    /// The kind, given the number that it may have.
    pub kind: fn(u8) -> FaultKind,
    /// Its words: `{0}` is what is struck, `{1}` the kind's number.
    pub words: Phrase,
    /// The needs of it: what must be played for it to strike.
    pub needs: Needs,
    /// The place that it strikes.
    pub place: Place,
    /// The unit of its number.
    pub counted: Counted,
    /// The worlds in which it is drawn, among those that it can strike in.
    pub drawn: Drawn,
}

// Each row: words, what must be played, what is struck, and where it is drawn if not always.
macro_rules! faults {
    ($(
        $(#[$doc:meta])+
        $kind:ident $(($number:ident: $counted:ident))?:
            $words:literal, $needs:ident, $place:ident $(, $drawn:ident $(($why:literal))?)?;
    )*) => {
        /// Kind of fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum FaultKind {
            $($(#[$doc])+ $kind $(($number))?,)*
        }

        /// Every kind of fault.
        pub const FAULTS: &[&FaultRow] = &[$(&FaultRow {
            kind: faults!(@make $kind $($number)?),
            words: Phrase($words),
            needs: Needs::$needs,
            place: Place::$place,
            counted: faults!(@counted $($counted)?),
            drawn: faults!(@drawn $($drawn $(($why))?)?),
        }),*];

        /// The kinds without their numbers, in the order of the table.
        #[derive(Clone, Copy)]
        enum Index { $($kind),* }

        impl FaultKind {
            const fn index(self) -> Index {
                match self { $(faults!(@any $kind $($number)?) => Index::$kind,)* }
            }

            /// The number that it has, or 0.
            fn number(self) -> u8 {
                match self { $(faults!(@named number $kind $($number)?) => faults!(@value number $($number)?),)* }
            }
        }
    };
    (@make $kind:ident) => { |_| FaultKind::$kind };
    (@make $kind:ident $number:ident) => { FaultKind::$kind };
    (@any $kind:ident) => { FaultKind::$kind };
    (@any $kind:ident $number:ident) => { FaultKind::$kind(_) };
    (@named $name:ident $kind:ident) => { FaultKind::$kind };
    (@named $name:ident $kind:ident $number:ident) => { FaultKind::$kind($name) };
    (@counted) => { Counted::Nothing };
    (@counted $counted:ident) => { Counted::$counted };
    (@drawn) => { Drawn::Always };
    (@drawn $drawn:ident $(($why:literal))?) => { Drawn::$drawn $(($why))? };
    (@value $name:ident) => { 0 };
    (@value $name:ident $number:ident) => { $name };
}

faults! {
    /// The connection is refused.
    Refused: "channel {0} refused", Connecting, Channel;
    /// The TLS session cannot be created.
    TlsClient: "no TLS client for channel {0}", TlsSetup, Channel;
    /// The TLS handshake fails; where the server is played, the client rejects it.
    Handshake: "handshake of channel {0} fails", TlsSetup, Channel;
    /// The server rejects the client, when that already believes that the
    /// handshake has ended well.
    HandshakeRejected: "the client of channel {0} is rejected", TlsBoth, Channel;
    /// The destination cannot create its TLS session.
    TlsServer: "no TLS server for channel {0}", TlsBoth, Channel;
    /// The TLS handshake does not end until the socket is shut down.
    HandshakeStalls: "handshake of channel {0} stalls", TlsSetup, Channel, IfEnded;
    /// The peer resets the connection at the n-th write, from 0: the initial packet.
    Reset(u8: Write): "channel {0} reset at write {1}", Channel, Channel;
    /// The peer stops reading at the n-th write.
    Stall(u8: Write): "channel {0} stalls at write {1}", Channel, Channel, IfEnded;
    /// The peer resets the main channel at the n-th write.
    Main(u8: Write): "main channel reset at write {1}", MainChannel, World;
    /// `ops->send_setup` of the channel fails.
    SendSetup: "send_setup of channel {0} fails", Setup, Channel, IfCompressed;
    /// `ops->send_prepare` of the channel fails.
    SendPrepare: "send_prepare of channel {0} fails", Source, Channel, IfCompressed;
    /// `ops->recv_setup` of the channel fails.
    RecvSetup: "recv_setup of channel {0} fails", Destination, Channel;
    /// A notifier objects when the migration begins.
    Notifier: "a notifier objects", Migration, World;
    /// `save_setup` of a device fails, after that of RAM.
    SaveSetup: "the setup of a device fails", Migration, World;
    /// The state of a device cannot be saved at the end, after that of RAM.
    SaveComplete: "the state of a device cannot be saved", Migration, World;
    /// The thread that saves a device, which `channel` is the number of, cannot
    /// read the n-th packet of its state.
    SaveThread(u8: Packet): "packet {1} of device {0} cannot be saved", Device, Device;
    /// A device, which `channel` is the number of, refuses the n-th packet of its
    /// state on the destination.
    LoadBuffer(u8: Packet): "packet {1} of device {0} is refused", IncomingDevice, Device;
    /// The thread that loads a device cannot load the n-th packet.
    LoadThread(u8: Packet): "packet {1} of device {0} cannot be loaded", IncomingDevice, Device;
    /// `p->sem` is posted once more than there are requests. QEMU has no such place; what follows
    /// shows what a revision makes of one.
    StrayPost: "a stray post for channel {0}", Source, Channel, Never("QEMU has no such place, and what follows shows what a revision makes of one");
    /// The n-th message of the connection, from 0, ends in its middle.
    Truncated(u8: Message): "message {1} of connection {0} is cut", Script, Connection;
    /// The source closes the connection before the n-th message.
    Closed(u8: Message): "connection {0} ends before message {1}", Script, Connection;
    /// The first message of the connection is not one of multifd.
    InitMagic: "connection {0} is not multifd's", Script, Channel;
    /// It is another machine's.
    InitUuid: "connection {0} is another machine's", Script, Channel;
    /// It says that it is this channel.
    InitId(u8: Id): "connection {0} says that it is {1}", Script, Channel;
    /// The n-th message is no packet of multifd.
    PacketMagic(u8: LaterMessage): "message {1} of connection {0} is no packet", Script, Channel;
    /// After everything else, the connection brings something that is no packet.
    LateGarbage: "connection {0} brings garbage at last", Script, Channel;
    /// Another client connects, and hangs up. The channel does not matter.
    ExtraConnection: "somebody else connects", Script, World;
    /// Another client sends the first message of another machine's channel, and hangs up.
    StrayConnection: "another machine connects a channel", Script, World;
    /// The file cannot be opened for the channel.
    Open: "the file cannot be opened for channel {0}", File, Channel;
    /// The device is full at the n-th write of a channel, from 0. Behind the
    /// channels comes the main one.
    NoSpace(u8: FileWrite): "no space at write {1} of channel {0}", FileWritten, Connection;
    /// Data that a channel has written does not come to the disk.
    DiskStalls: "the disk stalls for channel {0}", FileWritten, Channel;
    /// `close` of a channel's file says that something was not written.
    CloseFails: "the file of channel {0} fails to close", FileWritten, Channel;
    /// The n-th read of a channel fails, from 0.
    ReadError(u8: FileRead): "read {1} of channel {0} fails", FileRead, Connection;
    /// The file ends in the middle of its n-th piece, from 0: the header, the
    /// bitmap, the pages, the rest. The channel does not matter.
    FileEnds(u8: Piece): "the file ends in {piece}", FileGiven, World;
    /// The peer does not acknowledge what a channel sends.
    Unacknowledged: "nobody acknowledges what channel {0} sends", ZeroCopy, Channel, IfEnded;
    /// The error queue of a channel cannot be read.
    Flush: "the error queue of channel {0} cannot be read", ZeroCopy, Channel;
    /// It is full at the n-th write without a copy, from 0.
    NoBuffers(u8: PageWrite): "the error queue of channel {0} is full at page write {1}", ZeroCopy, Channel;
}

impl FaultKind {
    /// Its row of the table.
    pub const fn row(self) -> &'static FaultRow {
        FAULTS[self.index() as usize]
    }

    /// Makes a fault. `channel` does not matter, and is left out, for what there is only one of.
    pub(super) const fn at(self, channel: u8) -> Fault {
        match self.row().place {
            Place::World => Fault { channel: 0, kind: self },
            Place::Channel | Place::Connection | Place::Device => Fault { channel, kind: self },
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind.row().words.say([self.channel, self.kind.number()]))
    }
}
