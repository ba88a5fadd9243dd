//! Random worlds and random schedules, each run named by one number.

use model::{
    Action, Destination, Devices, ExitOnError, FaultKind, FlushAt, Mode, Pause, Postcopy,
    ReturnPath, Revision, Start, Termination, Transport, World, ZeroCopy, program,
    wire::flags::Compression,
};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sim_io::{EngineName, StrategyKind, Verdict};

use crate::hunt::{Budget, survey};

/// Schedules of one run: enough for the strategy to learn how long they are.
const SCHEDULES: u64 = 16;

/// One run of a fuzz: a world, and where its schedules start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The number that names it.
    pub number: u64,
    /// The world.
    pub world: World,
    /// How its schedules are chosen.
    pub budget: Budget,
}

/// The number of the `index`-th run of a fuzz that starts at `seed`.
pub fn run_number(seed: u64, index: u64) -> u64 {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(index);
    rng.next_u64()
}

impl Run {
    /// The run that `number` names, in a random world.
    pub fn of(number: u64) -> Run {
        let mut rng = ChaCha8Rng::seed_from_u64(number);
        let world = random_world(&mut rng);
        Run::in_world(number, world)
    }

    /// The run that `number` names, in this world.
    pub fn in_world(number: u64, world: World) -> Run {
        let budget = Budget {
            engine: EngineName::Explore,
            strategy: StrategyKind::Pct { depth: 3 },
            seed: number,
            schedules: SCHEDULES,
            exhaust: 0,
            ..Budget::DEFAULT
        };
        Run { number, world, budget }
    }

    /// Runs it.
    pub fn run(&self, revision: Revision) -> Verdict {
        survey(&program(self.world, revision), &self.budget)
    }
}

/// A world that can be played: most that are drawn can.
fn random_world(rng: &mut impl Rng) -> World {
    loop {
        let world = drawn_world(rng);
        if world.check().is_ok() {
            return world;
        }
    }
}

fn drawn_world(rng: &mut impl Rng) -> World {
    let channels = rng.random_range(1..=4);
    let transport = random_transport(rng);
    let action = random_action(rng);
    let mut world = World {
        channels,
        rounds: rng.random_range(0..=2),
        pages: rng.random_range(0..=5),
        transport,
        start: random_start(rng),
        destination: Destination::Concurrent,
        faults: [None; 4],
        action,
        return_path: random_return_path(rng, action),
        pause: if rng.random_ratio(1, 4) { Pause::Continued } else { Pause::Never },
        mode: if rng.random_ratio(1, 8) { Mode::CprReboot } else { Mode::Normal },
        devices: random_devices(rng),
        compression: random_compression(rng),
        termination: Termination::Clean,
        zeros: [None; 4],
        zero_copy: random_zero_copy(rng, transport),
        flush: FlushAt::Round,
        postcopy: Postcopy::Never,
        exit_on_error: ExitOnError::On,
    };
    if can_be_postcopy(&world) && rng.random_ratio(1, 2) {
        world.postcopy = Postcopy::Started;
    }
    for _ in 0..rng.random_range(0..=2) {
        let kind = random_fault(rng, ends(action));
        // The main channel is behind the others, where it is meant.
        world = world.fault(rng.random_range(0..=channels), kind);
    }
    if world.zero_copy == ZeroCopy::On && rng.random_ratio(1, 2) {
        let kind = random_kernel(rng, ends(action));
        world = world.fault(rng.random_range(0..channels), kind);
    }
    if rng.random_ratio(1, 8) {
        world = world.zero(rng.random_range(0..=2), rng.random_range(1..=2));
    }
    if transport == Transport::Tls && rng.random_ratio(1, 4) {
        world.destination = serial_if_possible(&world);
    }
    if world.start != Start::Migrate {
        draw_destination(rng, &mut world);
    }
    world
}

/// What may be different about a destination that is played.
fn draw_destination(rng: &mut impl Rng, world: &mut World) {
    if rng.random_ratio(1, 4) {
        world.exit_on_error = ExitOnError::Off;
    }
    if world.action == Action::None && rng.random_ratio(1, 4) {
        world.action = Action::YankDestination;
    }
}

fn random_transport(rng: &mut impl Rng) -> Transport {
    match rng.random_range(0..8) {
        0 => Transport::File,
        1..=4 => Transport::Tls,
        _ => Transport::Socket,
    }
}

fn random_start(rng: &mut impl Rng) -> Start {
    match rng.random_range(0..8) {
        0 => Start::Both,
        1 => Start::Incoming,
        _ => Start::Migrate,
    }
}

fn random_devices(rng: &mut impl Rng) -> Devices {
    match rng.random_range(0..8) {
        0 => Devices { count: rng.random_range(1..=2), packets: rng.random_range(1..=2) },
        _ => Devices::NONE,
    }
}

fn can_be_postcopy(world: &World) -> bool {
    World { postcopy: Postcopy::Started, ..*world }.check().is_ok()
}

/// A destination that answers one at a time would wait for a client that never
/// comes: that is the peer's hang, not QEMU's.
fn serial_if_possible(world: &World) -> Destination {
    match world.faults.iter().all(Option::is_none) {
        true => Destination::Serial,
        false => Destination::Concurrent,
    }
}

fn random_action(rng: &mut impl Rng) -> Action {
    match rng.random_range(0..10) {
        0 | 1 => Action::Cancel,
        2 | 3 => Action::Yank,
        4 => Action::Query,
        5 => Action::Again,
        6 => random_change(rng),
        _ => Action::None,
    }
}

/// What management may change of what a migration goes by.
fn random_change(rng: &mut impl Rng) -> Action {
    match rng.random_range(0..3) {
        0 => Action::RaiseChannels,
        1 => Action::LowerChannels,
        _ => Action::SwitchOff,
    }
}

/// Whether somebody ends what a peer that says nothing would make last for ever:
/// that is the peer's hang, not QEMU's.
fn ends(action: Action) -> bool {
    match action {
        Action::Cancel | Action::Yank => true,
        Action::None
        | Action::Query
        | Action::Again
        | Action::YankDestination
        | Action::RaiseChannels
        | Action::LowerChannels
        | Action::SwitchOff
        | Action::Quit => false,
    }
}

fn random_return_path(rng: &mut impl Rng, action: Action) -> ReturnPath {
    match rng.random_range(0..8) {
        0 | 1 => ReturnPath::Answers,
        2 => ReturnPath::Fails,
        3 if ends(action) => ReturnPath::Stalls,
        _ => ReturnPath::None,
    }
}

fn random_zero_copy(rng: &mut impl Rng, transport: Transport) -> ZeroCopy {
    match transport {
        Transport::Socket if rng.random_ratio(1, 4) => ZeroCopy::On,
        Transport::Socket | Transport::Tls | Transport::File => ZeroCopy::Off,
    }
}

/// What the kernel may do to what is sent without a copy.
fn random_kernel(rng: &mut impl Rng, ends: bool) -> FaultKind {
    match rng.random_range(0..3) {
        0 if ends => FaultKind::Unacknowledged,
        1 => FaultKind::NoBuffers(rng.random_range(0..2)),
        _ => FaultKind::Flush,
    }
}

fn random_compression(rng: &mut impl Rng) -> Compression {
    match rng.random_range(0..16) {
        0 => Compression::Zlib,
        1 => Compression::Qpl,
        2 => Compression::Uadk,
        3 => Compression::Qatzip,
        _ => Compression::None,
    }
}

/// A stall needs somebody who ends it.
fn random_fault(rng: &mut impl Rng, ends: bool) -> FaultKind {
    let at = rng.random_range(0..6);
    let source = [
        FaultKind::Refused,
        FaultKind::Main(at),
        FaultKind::SendSetup,
        FaultKind::SendPrepare,
        FaultKind::Notifier,
        FaultKind::SaveSetup,
        FaultKind::SaveComplete,
        FaultKind::SaveThread(at % 2),
    ];
    let tls = [
        FaultKind::TlsClient,
        FaultKind::TlsServer,
        FaultKind::Handshake,
        FaultKind::HandshakeRejected,
    ];
    let destination = [
        FaultKind::RecvSetup,
        FaultKind::LoadBuffer(at % 2),
        FaultKind::LoadThread(at % 2),
        FaultKind::Truncated(at),
        FaultKind::Closed(at),
        FaultKind::InitMagic,
        FaultKind::InitUuid,
        FaultKind::InitId(at),
        FaultKind::PacketMagic(at),
        FaultKind::LateGarbage,
        FaultKind::ExtraConnection,
    ];
    let file = [
        FaultKind::Open,
        FaultKind::NoSpace(at),
        FaultKind::ReadError(at),
        FaultKind::FileEnds(at),
    ];
    match rng.random_range(0..10) {
        0 | 1 => one_of(rng, &source),
        2 | 3 => one_of(rng, &tls),
        4 => one_of(rng, &destination),
        5 => one_of(rng, &file),
        6 if ends => FaultKind::Stall(at),
        7 if ends => FaultKind::HandshakeStalls,
        _ => FaultKind::Reset(at),
    }
}

fn one_of(rng: &mut impl Rng, kinds: &[FaultKind]) -> FaultKind {
    kinds[rng.random_range(0..kinds.len())]
}
