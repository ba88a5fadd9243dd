//! Sweeps: every world of a size with few faults, searched completely.

mod file;

use std::ops::ControlFlow;

use model::{
    Action, ExitOnError, FaultKind, Mode, Pause, Postcopy, ReturnPath, Revision, Start, Transport,
    World, program, wire::flags::Compression,
};
use sim_io::{Ending, StrategyKind, Verdict, in_order};

use crate::hunt::{Budget, add_new, survey};

/// What is around each world of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// Nothing: the source alone.
    Nothing,
    /// The return path, over which the destination answers, fails, or says nothing.
    ReturnPath,
    /// A pause before the switchover.
    Pause,
    /// `cpr-reboot`.
    Cpr,
    /// A second `migrate`, `query-migrate`, or another value of what the migration goes by,
    /// at any moment.
    Commands,
    /// The other host.
    Destination,
    /// The other host, which is yanked, or stays when it has failed, or both.
    Stays,
    /// The other host, and that it becomes postcopy at any moment.
    Postcopy,
    /// That the process is told to quit.
    Quit,
    /// A compression method.
    Compression,
    /// A file, which is written, loaded, or both.
    File,
    /// A page that becomes zero in the last round, where it is loaded.
    ZeroPages,
}

impl Around {
    /// The worlds that a sweep puts faults into.
    fn bases(self) -> Vec<World> {
        let plain = [World::PLAIN, World::TLS];
        let with = |change: &dyn Fn(World) -> World| plain.map(change).to_vec();
        let outside = |actions: &[Action]| {
            let act = |action: &Action| plain.map(|world| World { action: *action, ..world });
            actions.iter().flat_map(act).collect::<Vec<World>>()
        };
        let usual = [Action::None, Action::Cancel, Action::Yank];
        let changed = match self {
            Around::Commands => return outside(&COMMANDS),
            Around::Nothing => return outside(&usual),
            Around::File => return file::bases(),
            Around::Quit => return outside(&[Action::Quit]),
            Around::ZeroPages => return loaded_worlds(),
            Around::Stays => return stay(with(&|world| World { start: Start::Both, ..world })),
            Around::ReturnPath => [ReturnPath::Answers, ReturnPath::Fails, ReturnPath::Stalls]
                .iter()
                .flat_map(|path| with(&|world| World { return_path: *path, ..world }))
                .collect(),
            Around::Compression => [Compression::Zlib, Compression::Qpl, Compression::Qatzip]
                .iter()
                .flat_map(|method| with(&|world| World { compression: *method, ..world }))
                .collect(),
            Around::Pause => with(&|world| World { pause: Pause::Continued, ..world }),
            Around::Cpr => with(&|world| World { mode: Mode::CprReboot, ..world }),
            Around::Destination => with(&|world| World { start: Start::Both, ..world }),
            Around::Postcopy => with(&|world| World {
                start: Start::Both,
                return_path: ReturnPath::Answers,
                postcopy: Postcopy::Started,
                ..world
            }),
        };
        let acted = usual.iter().flat_map(|action| {
            changed.iter().map(move |world: &World| World { action: *action, ..*world })
        });
        acted.filter(somebody_ends).collect()
    }

    /// What depends on the size of a world.
    fn placed(self, world: World) -> World {
        match self {
            Around::ZeroPages if world.rounds > 0 => world.zero(0, world.rounds),
            _ => world,
        }
    }
}

/// What management may say besides that the migration shall end.
const COMMANDS: [Action; 5] =
    [Action::Again, Action::Query, Action::RaiseChannels, Action::LowerChannels, Action::SwitchOff];

/// `worlds`, whose destination is yanked, or stays when it has failed, or both.
fn stay(worlds: Vec<World>) -> Vec<World> {
    let yanked = |world: &World| World { action: Action::YankDestination, ..*world };
    let stays = |world: &World| World { exit_on_error: ExitOnError::Off, ..*world };
    let changed = |world: &World| [yanked(world), stays(world), stays(&yanked(world))];
    worlds.iter().flat_map(changed).collect()
}

/// Worlds with a destination that is played, over each transport.
fn loaded_worlds() -> Vec<World> {
    let transports = [Transport::Socket, Transport::Tls, Transport::File];
    transports.map(|transport| World { transport, start: Start::Both, ..World::PLAIN }).to_vec()
}

/// Whether somebody ends what a silent destination would make last for ever:
/// that is the peer's hang and not QEMU's.
fn somebody_ends(world: &World) -> bool {
    world.return_path != ReturnPath::Stalls || world.action != Action::None
}

/// Every world of this size with at most so many faults, under every action,
/// over either transport.
///
/// A stall needs somebody who may end it, or it is the peer's hang and not QEMU's.
pub fn faulty_worlds(around: Around, channels: u8, rounds: u8, most: u8) -> Vec<World> {
    let mut worlds = vec![];
    for base in around.bases() {
        let base = around.placed(World { channels, rounds, ..base });
        if base.action == Action::LowerChannels && channels == 1 {
            // There cannot be fewer.
            continue;
        }
        add_worlds(base, &faults(&base), most, &mut worlds);
    }
    worlds
}

/// `world`, and that with at most `most` faults more.
pub fn worlds_around(world: World, most: u8) -> Vec<World> {
    let mut worlds = vec![];
    let mut faults = faults(&world);
    faults.retain(|(channel, kind)| world.fault(*channel, *kind).check().is_ok());
    add_worlds(world, &faults, most, &mut worlds);
    worlds
}

/// `world`, and that with at most `most` of `faults` more.
fn add_worlds(world: World, faults: &[(u8, FaultKind)], most: u8, worlds: &mut Vec<World>) {
    worlds.push(world);
    if most == 0 {
        return;
    }
    for (index, (channel, kind)) in faults.iter().enumerate() {
        add_worlds(world.fault(*channel, *kind), &faults[index + 1..], most - 1, worlds);
    }
}

/// The faults that can strike in `world`, and where.
fn faults(world: &World) -> Vec<(u8, FaultKind)> {
    if world.transport == Transport::File {
        return file::faults(world);
    }
    // The initial packet, one for each round at least, and the last sync.
    let writes = 0..=world.rounds + 1;
    let ends = matches!(world.action, Action::Cancel | Action::Yank | Action::Quit);
    let mut kinds = vec![FaultKind::Refused, FaultKind::SendSetup];
    kinds.extend(writes.clone().map(FaultKind::Reset));
    if world.compression != Compression::None {
        kinds.push(FaultKind::SendPrepare);
    }
    if world.transport == Transport::Tls {
        kinds.extend([FaultKind::TlsClient, FaultKind::Handshake]);
    }
    if world.transport == Transport::Tls && world.start == Start::Both {
        kinds.extend([FaultKind::TlsServer, FaultKind::HandshakeRejected]);
    }
    if ends {
        kinds.extend(writes.clone().map(FaultKind::Stall));
    }
    if ends && world.transport == Transport::Tls {
        kinds.push(FaultKind::HandshakeStalls);
    }
    let everywhere =
        (0..world.channels).flat_map(|channel| kinds.iter().map(move |kind| (channel, *kind)));
    let main = writes.map(FaultKind::Main);
    let once = [FaultKind::Notifier, FaultKind::SaveSetup, FaultKind::SaveComplete];
    everywhere.chain(main.chain(once).map(|kind| (0, kind))).collect()
}

/// A world of a sweep, and what the search saw.
#[derive(Clone, Debug)]
pub struct Swept {
    /// The world.
    pub world: World,
    /// The verdict.
    pub verdict: Verdict,
}

/// Searches each of `worlds` by states, within so many schedules; where that
/// does not end, within as many with few preemptions. Hands each result to
/// `receive` in order, until it breaks.
pub fn sweep(
    worlds: &[World],
    revision: Revision,
    schedules: u64,
    jobs: usize,
    mut receive: impl FnMut(Swept) -> ControlFlow<()>,
) {
    let search = |index: u64| whole_or_bounded(worlds[index as usize], revision, schedules);
    in_order(jobs, worlds.len() as u64, search, |index, verdict| {
        receive(Swept { world: worlds[index as usize], verdict })
    });
}

fn whole_or_bounded(world: World, revision: Revision, schedules: u64) -> Verdict {
    let program = program(world, revision);
    let search =
        |strategy| survey(&program, &Budget { strategy, schedules, exhaust: 0, ..Budget::DEFAULT });
    let whole = search(StrategyKind::Cached);
    if whole.ending == Ending::Exhausted {
        return whole;
    }
    let mut bounded = search(StrategyKind::Iterative);
    bounded.schedules += whole.schedules;
    add_new(&mut bounded.found, whole.found);
    bounded
}
