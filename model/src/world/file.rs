//! The behaviour of a file, where a world has one.

use sim_io::Peer;

use super::{FaultKind, Transport, World};

impl Transport {
    /// `multifd_use_packets`: whether a channel says in packets what it carries.
    pub(crate) fn has_packets(self) -> bool {
        match self {
            Transport::Socket | Transport::Tls => true,
            Transport::File => false,
        }
    }

    /// Returns the number of threads that the source has for each channel.
    pub(super) fn threads(self) -> usize {
        match self {
            Transport::File => 1,
            Transport::Socket => 2,
            Transport::Tls => 3,
        }
    }
}

impl World {
    /// Returns the behaviour of the file towards what a channel writes. The main channel is the one
    /// behind the others.
    pub(crate) fn disk_of_writer(&self, channel: u8) -> Peer {
        self.disk(channel, |kind| match kind {
            FaultKind::NoSpace(at) => Some(at),
            _ => None,
        })
    }

    /// Returns its behaviour towards what a channel reads.
    pub(crate) fn disk_of_reader(&self, channel: u8) -> Peer {
        self.disk(channel, |kind| match kind {
            FaultKind::ReadError(at) => Some(at),
            _ => None,
        })
    }

    fn disk(&self, channel: u8, fails_at: impl Fn(FaultKind) -> Option<u8>) -> Peer {
        let mine = self.faults.iter().flatten().filter(|fault| fault.channel == channel);
        let fails = mine.filter_map(|fault| fails_at(fault.kind)).next();
        fails.map_or(Peer::Healthy, Peer::ResetsAt)
    }
}
