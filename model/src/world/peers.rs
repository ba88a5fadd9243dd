//! Behaviour of the peers at the other ends of the connections.

use sim_io::Peer;

use super::{Fault, FaultKind, World};

impl World {
    /// Returns the behaviour of the peer of a channel.
    pub fn peer(&self, channel: u8) -> Peer {
        let behaviour = |fault: &Fault| match fault.kind {
            FaultKind::Reset(at) => Some(Peer::ResetsAt(at)),
            FaultKind::Stall(at) => Some(Peer::StallsAt(at)),
            _ => None,
        };
        let mine = self.faults.iter().flatten().filter(|fault| fault.channel == channel);
        mine.filter_map(behaviour).next().unwrap_or(Peer::Healthy)
    }

    /// Returns the destination's behaviour at the source's end of a connection, where the main
    /// channel is the one behind the others.
    pub fn peer_of_connection(&self, connection: u8) -> Peer {
        if connection == self.channels { self.main_peer() } else { self.peer(connection) }
    }

    /// Returns the behaviour of the peer of the main channel.
    pub fn main_peer(&self) -> Peer {
        let behaviour = |fault: &Fault| match fault.kind {
            FaultKind::Main(at) => Some(Peer::ResetsAt(at)),
            _ => None,
        };
        self.faults.iter().flatten().find_map(behaviour).unwrap_or(Peer::Healthy)
    }
}
