//! What is wrong with a world, if it cannot be played as it says.

use super::{
    Action, CHANNELS_MAX, Destination, Devices, ExitOnError, Fault, FaultKind, FlushAt, Mode,
    Pause, ReturnPath, Start, Termination, Transport, World,
};
use crate::wire::flags::Compression;

/// What must be played for a fault to strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// The source, from the creation of its channels.
    Setup,
    /// The same, over TLS.
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

impl FaultKind {
    fn needs(self) -> Needs {
        match self {
            FaultKind::SendSetup => Needs::Setup,
            FaultKind::Refused => Needs::Connecting,
            FaultKind::Open => Needs::File,
            FaultKind::NoSpace(_) | FaultKind::DiskStalls | FaultKind::CloseFails => {
                Needs::FileWritten
            }
            FaultKind::ReadError(_) => Needs::FileRead,
            FaultKind::FileEnds(_) => Needs::FileGiven,
            FaultKind::TlsClient | FaultKind::Handshake | FaultKind::HandshakeStalls => {
                Needs::TlsSetup
            }
            FaultKind::HandshakeRejected | FaultKind::TlsServer => Needs::TlsBoth,
            FaultKind::Notifier | FaultKind::SaveSetup | FaultKind::SaveComplete => {
                Needs::Migration
            }
            FaultKind::SaveThread(_) => Needs::Device,
            FaultKind::Unacknowledged | FaultKind::Flush | FaultKind::NoBuffers(_) => {
                Needs::ZeroCopy
            }
            FaultKind::LoadBuffer(_) | FaultKind::LoadThread(_) => Needs::IncomingDevice,
            FaultKind::StrayPost | FaultKind::SendPrepare => Needs::Source,
            FaultKind::RecvSetup => Needs::Destination,
            FaultKind::Reset(_) | FaultKind::Stall(_) => Needs::Channel,
            FaultKind::Main(_) => Needs::MainChannel,
            FaultKind::Truncated(_)
            | FaultKind::Closed(_)
            | FaultKind::InitMagic
            | FaultKind::InitUuid
            | FaultKind::InitId(_)
            | FaultKind::PacketMagic(_)
            | FaultKind::LateGarbage
            | FaultKind::ExtraConnection
            | FaultKind::StrayConnection => Needs::Script,
        }
    }
}

impl World {
    /// What is wrong with this world, if it cannot be played as it says.
    ///
    /// # Errors
    /// With a sentence: too large, or something in it would never happen.
    pub fn check(&self) -> Result<(), String> {
        self.check_size()?;
        self.check_around()?;
        self.faults.iter().flatten().try_for_each(|fault| self.check_fault(fault))
    }

    fn check_size(&self) -> Result<(), String> {
        if self.channels == 0 || self.channels > CHANNELS_MAX {
            return Err(format!("a world has 1 to {CHANNELS_MAX} channels, not {}", self.channels));
        }
        let (needed, most) = (self.threads(), sim_io::MAX_THREADS);
        match needed > most {
            true => Err(format!("this world needs {needed} threads; {most} is the most")),
            false => Ok(()),
        }
    }

    /// `what` is none of the things that nothing has where the world begins.
    fn may_have(&self, what: &str, refused: &[Start]) -> Result<(), String> {
        match refused.contains(&self.start) {
            true => Err(format!("{} has no {what}", self.start.subject())),
            false => Ok(()),
        }
    }

    fn check_outside(&self) -> Result<(), String> {
        if self.exit_on_error == ExitOnError::Off {
            self.may_have("destination that stays", &[Start::Connected, Start::Migrate])?;
        }
        match self.action {
            Action::None => Ok(()),
            Action::YankDestination => {
                self.may_have("destination to yank", &[Start::Connected, Start::Migrate])
            }
            Action::Quit => self.check_quit(),
            Action::LowerChannels if self.channels == 1 => {
                Err("one channel is the least that there may be".into())
            }
            Action::Cancel
            | Action::Yank
            | Action::Query
            | Action::Again
            | Action::RaiseChannels
            | Action::LowerChannels
            | Action::SwitchOff => {
                self.may_have("command from outside", &[Start::Connected, Start::Incoming])
            }
        }
    }

    fn check_quit(&self) -> Result<(), String> {
        if self.start == Start::Incoming && self.transport == Transport::File {
            return Err("a destination that reads a file has no quit".into());
        }
        if self.pause != Pause::Never {
            return Err("a quit beside a pause is not played".into());
        }
        self.may_have("quit", &[Start::Connected, Start::Both])
    }

    /// What is in the world, and would never happen where it begins.
    fn check_around(&self) -> Result<(), String> {
        let has = |what: &str, refused: &[Start]| self.may_have(what, refused);
        if self.transport == Transport::Tls {
            has("TLS", &[Start::Connected, Start::Incoming])?;
        }
        if self.transport == Transport::File {
            has("file", &[Start::Connected])?;
        }
        if self.return_path != ReturnPath::None {
            if self.transport == Transport::File {
                return Err("a file has no return path".into());
            }
            has("return path", &[Start::Connected])?;
        }
        if matches!(self.return_path, ReturnPath::Stalls | ReturnPath::Fails) {
            has("return path that is a value", &[Start::Both, Start::Incoming])?;
        }
        if self.termination == Termination::Any
            && (self.start != Start::Both || self.transport != Transport::Tls)
        {
            return Err("only both hosts end TLS sessions, or do not".into());
        }
        if self.flush != FlushAt::Round && !self.joins_hosts() {
            return Err("only both hosts, joined by connections, differ in what they flush".into());
        }
        if self.pause != Pause::Never {
            has("pause before the switchover", &[Start::Connected, Start::Incoming])?;
        }
        if self.compression != Compression::None {
            if self.transport == Transport::File {
                return Err("a file has no compression".into());
            }
            has("compression", &[Start::Connected])?;
        }
        if self.mode != Mode::Normal {
            has("CPR", &[Start::Connected, Start::Incoming])?;
        }
        if self.has_zeros() {
            has("page that is zero", &[Start::Connected])?;
        }
        self.check_outside()?;
        self.check_zeros()?;
        self.check_zero_copy()?;
        self.check_devices()?;
        self.check_postcopy()?;
        match (self.destination, self.transport) {
            (Destination::Serial, Transport::Socket | Transport::File) => {
                Err("there are no handshakes without TLS, serial or not".into())
            }
            (Destination::Serial, Transport::Tls) => has(
                "destination that is a value",
                &[Start::Connected, Start::Incoming, Start::Both],
            ),
            (Destination::Concurrent, _) => Ok(()),
        }
    }

    /// What goes with postcopy. That it goes with multifd is the revision's to say.
    fn check_postcopy(&self) -> Result<(), String> {
        if !self.postcopy.is_on() {
            return Ok(());
        }
        let refused = [
            (self.transport == Transport::File, "a file has no postcopy"),
            (self.start != Start::Both, "only both hosts have postcopy"),
            (self.return_path != ReturnPath::Answers, "postcopy needs a return path"),
            (self.mode != Mode::Normal, "CPR has no postcopy"),
            (self.pause != Pause::Never, "postcopy after a pause is not played"),
            (self.devices.count > 0, "postcopy beside devices in threads is not played"),
            (self.compression != Compression::None, "postcopy of compressed pages is not played"),
            (self.action == Action::Again, "a second migration beside postcopy is not played"),
        ];
        match refused.into_iter().find(|(is_so, _)| *is_so) {
            Some((_, why)) => Err(why.into()),
            None => Ok(()),
        }
    }

    fn check_devices(&self) -> Result<(), String> {
        let Devices { count, packets } = self.devices;
        match (count, packets) {
            (0, 0) => Ok(()),
            (0, _) => Err("packets of devices need a device".into()),
            (_, 0) => Err("the state of a device takes a packet at least".into()),
            (_, _) if self.compression != Compression::None => {
                Err("no device sends its state beside compressed pages".into())
            }
            (_, _) if self.transport == Transport::File => {
                Err("no device sends its state to a file".into())
            }
            (_, _) => Ok(()),
        }
    }

    fn check_device(&self, fault: &Fault) -> Result<(), String> {
        match fault.channel >= self.devices.count {
            true => Err(format!("there is no device {}", fault.channel)),
            false => Ok(()),
        }
    }

    fn check_fault(&self, fault: &Fault) -> Result<(), String> {
        let source = self.start != Start::Incoming;
        let file = self.transport == Transport::File;
        let whole = source && self.start != Start::Connected;
        let (can, who) = match fault.kind.needs() {
            Needs::Setup => (whole, "a source that creates its channels"),
            Needs::TlsSetup => {
                (whole && self.transport == Transport::Tls, "a source that creates TLS channels")
            }
            Needs::TlsBoth => (
                self.start == Start::Both && self.transport == Transport::Tls,
                "a TLS channel with both hosts",
            ),
            Needs::Migration => (whole, "a whole migration"),
            Needs::Source => (source, "a source"),
            Needs::Connecting => (whole && !file, "a source that connects its channels"),
            Needs::MainChannel => {
                (self.start != Start::Connected && !file, "a main channel that is connected")
            }
            Needs::Channel => (!file, "a channel that is connected"),
            Needs::File => (file, "a file"),
            Needs::FileWritten => (file && source, "a file that is written"),
            Needs::FileRead => (file && self.start != Start::Migrate, "a file that is read"),
            Needs::FileGiven => (file && !source, "a file that was written before"),
            Needs::Destination => {
                (matches!(self.start, Start::Both | Start::Incoming), "a destination")
            }
            Needs::Script => (!source && !file, "the destination alone, with connections"),
            Needs::ZeroCopy => (self.sends_zero_copy(), "a source that sends without copies"),
            Needs::Device => (whole, "a whole migration"),
            Needs::IncomingDevice => (
                matches!(self.start, Start::Both | Start::Incoming),
                "a destination that is played",
            ),
        };
        if !can {
            return Err(format!("only {who} can have this: {fault}"));
        }
        if matches!(fault.kind.needs(), Needs::Device | Needs::IncomingDevice) {
            return self.check_device(fault);
        }
        // On the destination, the connection behind the channels is the main one.
        let connections = self.channels + u8::from(!source || file);
        match fault.channel >= connections {
            true => Err(format!("there is no channel {}", fault.channel)),
            false => Ok(()),
        }
    }
}

impl Start {
    /// Who a sentence about such a world is about.
    fn subject(self) -> &'static str {
        match self {
            Start::Migrate => "a source",
            Start::Connected => "a source that begins connected",
            Start::Both => "a world of both hosts",
            Start::Incoming => "a destination alone",
        }
    }
}
