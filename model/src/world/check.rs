//! Checks of a world: the reason why it cannot be played as it says.

use super::{
    Action, CHANNELS_MAX, Destination, Devices, ExitOnError, Fault, FlushAt, Mode, Pause,
    ReturnPath, Role, Start, Termination, Transport, World, fault::Place,
};
use crate::wire::flags::Compression;

impl World {
    /// Checks that this world can be played as it says.
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
        if self.action == Action::LowerChannels && self.channels == 1 {
            return Err("one channel is the least that there may be".into());
        }
        match self.action.row().role {
            Role::Nothing => Ok(()),
            Role::EndsDestination => {
                self.may_have("destination to yank", &[Start::Connected, Start::Migrate])
            }
            Role::Quits => self.check_quit(),
            Role::Ends | Role::Asks | Role::Changes => {
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

    /// Checks for what is in the world, and would never happen where it begins.
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

    /// Checks what goes with postcopy. That it goes with multifd is the revision's to say.
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

    /// Checks that a fault can strike in this world.
    ///
    /// # Errors
    /// With a sentence.
    pub fn check_fault(&self, fault: &Fault) -> Result<(), String> {
        let row = fault.kind.row();
        if !row.needs.are_met(self) {
            return Err(format!("only {} can have this: {fault}", row.needs.who()));
        }
        match (row.place, row.place.count(self)) {
            (Place::World, _) => Ok(()),
            (_, count) if fault.channel < count => Ok(()),
            (Place::Device, _) => Err(format!("there is no device {}", fault.channel)),
            (Place::Channel | Place::Connection, _) => {
                Err(format!("there is no channel {}", fault.channel))
            }
        }
    }
}

impl Start {
    /// Names the subject of a sentence about such a world.
    fn subject(self) -> &'static str {
        match self {
            Start::Migrate => "a source",
            Start::Connected => "a source that begins connected",
            Start::Both => "a world of both hosts",
            Start::Incoming => "a destination alone",
        }
    }
}
