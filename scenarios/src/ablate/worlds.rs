//! The worlds of ablations.

use model::{Action, Devices, FaultKind, Postcopy, ReturnPath, Start, Transport, World};

use crate::{HEALTHY, sweep::Around, sweep::faulty_worlds};

/// The worlds that are searched with something taken out, of at most so many channels, rounds and
/// faults: what sweeps draw, what is healthy, and what neither has.
pub fn worlds_of_ablation(channels: u8, rounds: u8, faults: u8) -> Vec<World> {
    let mut all: Vec<World> = HEALTHY.iter().map(|scenario| scenario.world).collect();
    for channels in 1..=channels {
        let drawn = |around| faulty_worlds(around, channels, rounds, faults);
        all.extend(Around::ALL.into_iter().flat_map(drawn));
    }
    all.extend(further());
    all.retain(|world| world.check().is_ok());
    all
}

/// Worlds that no sweep of that size draws.
fn further() -> Vec<World> {
    [two_faults(), devices(), pages(), again(), postcopy()].concat()
}

/// One channel is refused, another stalls, and somebody cancels: what ends the first must end the
/// second.
fn two_faults() -> Vec<World> {
    let ways: [fn(World) -> World; 4] = [
        |world| world.fault(0, FaultKind::Refused).fault(1, FaultKind::Stall(0)),
        |world| world.fault(0, FaultKind::Stall(0)).fault(1, FaultKind::Refused),
        |world| world.fault(0, FaultKind::Reset(0)).fault(1, FaultKind::Stall(1)),
        |world| world.fault(0, FaultKind::Stall(1)).fault(1, FaultKind::Reset(1)),
    ];
    let tls: [fn(World) -> World; 2] = [
        |world| world.fault(0, FaultKind::Handshake).fault(1, FaultKind::HandshakeStalls),
        |world| world.fault(0, FaultKind::HandshakeStalls).fault(1, FaultKind::Handshake),
    ];
    let small = |transport| World { channels: 2, rounds: 0, transport, ..World::PLAIN };
    let plain = ways.map(|way| way(small(Transport::Socket)));
    let tls = tls.map(|way| way(small(Transport::Tls)));
    let ended =
        |world: &World| [Action::Cancel, Action::Yank].map(|action| World { action, ..*world });
    plain.iter().chain(&tls).flat_map(ended).collect()
}

/// Two devices, and memory that is sent beside one.
fn devices() -> Vec<World> {
    let base = World { channels: 1, return_path: ReturnPath::Answers, ..World::PLAIN };
    let two = Devices { count: 2, packets: 1 };
    let sizes = [
        World { rounds: 0, devices: two, ..base },
        World { rounds: 1, devices: two, ..base },
        World { channels: 2, rounds: 0, devices: two, ..base },
        World { channels: 2, rounds: 1, devices: Devices { count: 1, packets: 2 }, ..base },
        World { rounds: 1, pages: 3, devices: Devices { count: 1, packets: 1 }, ..base },
    ];
    let alone =
        |world: &World| World { start: Start::Incoming, return_path: ReturnPath::None, ..*world };
    let acted =
        |world: &World| [Action::None, Action::Cancel].map(|action| World { action, ..*world });
    let incoming: Vec<World> = sizes.iter().map(alone).collect();
    let sources: Vec<World> = sizes.iter().flat_map(acted).collect();
    let faulty = [FaultKind::SaveThread(0), FaultKind::Main(1)];
    let failing = faulty.map(|kind| sizes[0].fault(0, kind));
    [incoming, sources, failing.to_vec()].concat()
}

/// Three pages a round: more than fit into a packet.
fn pages() -> Vec<World> {
    let base = World { channels: 1, pages: 3, ..World::PLAIN };
    let channels = [base, World { channels: 2, ..base }, World { start: Start::Both, ..base }];
    let acted = |world: &World| {
        [Action::None, Action::Cancel, Action::Yank].map(|action| World { action, ..*world })
    };
    let resets = [0, 1, 2].map(|write| base.fault(0, FaultKind::Reset(write)));
    channels.iter().flat_map(acted).chain(resets).collect()
}

/// A second migration after one that failed.
fn again() -> Vec<World> {
    let base = World { rounds: 0, action: Action::Again, ..World::PLAIN };
    let sizes = [World { channels: 1, ..base }, base, World { channels: 1, rounds: 1, ..base }];
    let failing = |world: World| {
        [world.fault(0, FaultKind::Refused), world.fault(0, FaultKind::Main(0)), world]
    };
    sizes.into_iter().flat_map(failing).collect()
}

/// Postcopy that is small enough to be searched completely.
fn postcopy() -> Vec<World> {
    let base = World {
        channels: 1,
        rounds: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        ..World::PLAIN
    };
    let sizes = [base, World { pages: 1, ..base }, World { rounds: 1, pages: 1, ..base }];
    let acted = |world: &World| {
        [Action::None, Action::Cancel, Action::Yank].map(|action| World { action, ..*world })
    };
    let lost = [0, 1, 2, 3].map(|write| sizes[1].fault(0, FaultKind::Main(write)));
    sizes.iter().flat_map(acted).chain(lost).collect()
}
