//! Random worlds and random schedules, each run named by one number.

use model::{
    ACTIONS, Action, ActionRow, Counted, Destination, Devices, ExitOnError, FaultRow, FlushAt,
    Mode, Pause, Postcopy, ReturnPath, Revision, Role, Start, Termination, Transport, World,
    ZeroCopy, program, wire::flags::Compression,
};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sim_io::{EngineName, StrategyKind, Verdict};

use crate::{
    draw::{is_wrong, kinds_in},
    hunt::{Budget, Whole, survey},
};

/// Schedules of one run: enough for the strategy to learn how long they are.
const SCHEDULES: u64 = 16;

/// The most schedules that a search by states may take to exhaust a random world. With these it
/// exhausts most worlds of one and two channels, and those of more that are cheap.
const EXHAUST: u64 = 500;

/// One run of a fuzz: a world, and where its schedules start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The number that names it.
    pub number: u64,
    /// The world.
    pub world: World,
    /// The way its schedules are chosen.
    pub budget: Budget,
}

/// The number of the `index`-th run of a fuzz that starts at `seed`.
pub fn run_number(seed: u64, index: u64) -> u64 {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(index);
    rng.next_u64()
}

impl Run {
    /// The run that `number` names, in a random world, which it exhausts if that is cheap.
    pub fn of(number: u64) -> Run {
        let mut rng = ChaCha8Rng::seed_from_u64(number);
        let world = random_world(&mut rng);
        let sample = Run::in_world(number, world);
        let budget = Budget { exhaust: EXHAUST, whole: Whole::States, ..sample.budget };
        Run { budget, ..sample }
    }

    /// The run that `number` names, in this world, of which it is a sample.
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
        pause: random_pause(rng),
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
    if rng.random_ratio(1, 8) {
        world = world.zero(rng.random_range(0..=2), rng.random_range(1..=2));
    }
    if world.start != Start::Migrate {
        draw_destination(rng, &mut world);
    }
    for _ in 0..rng.random_range(0..=2) {
        world = with_fault(rng, world);
    }
    if transport == Transport::Tls && rng.random_ratio(1, 4) {
        world.destination = serial_if_possible(&world);
    }
    world
}

/// Draws what may be different about a destination that is played.
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

fn random_pause(rng: &mut impl Rng) -> Pause {
    match rng.random_range(0..12) {
        0 | 1 => Pause::Continued,
        2 => Pause::ContinuedAnyhow,
        _ => Pause::Never,
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
    let role = match rng.random_range(0..12) {
        0..=3 => Role::Ends,
        4 | 5 => Role::Asks,
        6 => Role::Changes,
        7 => Role::Quits,
        _ => Role::Nothing,
    };
    let actions: Vec<&ActionRow> = ACTIONS.iter().filter(|row| row.role == role).collect();
    one_of(rng, &actions).action
}

fn random_return_path(rng: &mut impl Rng, action: Action) -> ReturnPath {
    match rng.random_range(0..8) {
        0 | 1 => ReturnPath::Answers,
        2 => ReturnPath::Fails,
        3 if action.row().role == Role::Ends => ReturnPath::Stalls,
        _ => ReturnPath::None,
    }
}

fn random_zero_copy(rng: &mut impl Rng, transport: Transport) -> ZeroCopy {
    match transport {
        Transport::Socket if rng.random_ratio(1, 4) => ZeroCopy::On,
        Transport::Socket | Transport::Tls | Transport::File => ZeroCopy::Off,
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

/// `world`, with one more fault that can strike there: each kind is as likely as any other.
fn with_fault(rng: &mut impl Rng, world: World) -> World {
    let kinds: Vec<&FaultRow> =
        kinds_in(&world).filter(|row| row.place.count(&world) > 0).collect();
    let row = one_of(rng, &kinds);
    let place = rng.random_range(0..row.place.count(&world));
    let kind = (row.kind)(random_number(rng, row.counted, &world, place));
    if is_wrong(place, kind) { world.fault(place, kind) } else { world }
}

/// The number of a fault. What is written and read is more than a sweep tries.
fn random_number(rng: &mut impl Rng, counted: Counted, world: &World, place: u8) -> u8 {
    match counted {
        Counted::Nothing => 0,
        Counted::Write
        | Counted::FileWrite
        | Counted::FileRead
        | Counted::Message
        | Counted::LaterMessage => rng.random_range(0..6),
        Counted::PageWrite | Counted::Piece | Counted::Packet | Counted::Id => {
            let numbers = counted.numbers(world, place);
            if numbers.is_empty() { 0 } else { rng.random_range(numbers) }
        }
    }
}

fn one_of<T: Copy>(rng: &mut impl Rng, all: &[T]) -> T {
    all[rng.random_range(0..all.len())]
}
