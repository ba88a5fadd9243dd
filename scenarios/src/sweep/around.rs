//! Surroundings of the worlds of a sweep.

use model::{
    ACTIONS, Action, Devices, ExitOnError, Mode, Pause, Postcopy, ReturnPath, Role, Start,
    Transport, World, ZeroCopy, wire::flags::Compression,
};

/// Surroundings of each world of a sweep.
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
    /// The destination alone, with a source that sends what the world says.
    Incoming,
    /// The other host, which is yanked, or stays when it has failed, or both.
    Stays,
    /// The other host, and that it becomes postcopy at any moment.
    Postcopy,
    /// A `quit` of the process.
    Quit,
    /// A compression method.
    Compression,
    /// A device that sends its state, on the source, on the destination, and on both.
    Devices,
    /// Pages that are sent without a copy.
    ZeroCopy,
    /// A file, which is written, loaded, or both.
    File,
    /// A page that becomes zero in the last round, where it is loaded.
    ZeroPages,
}

/// Sockets and TLS.
const PLAIN: [World; 2] = [World::PLAIN, World::TLS];

/// The destination alone.
const INCOMING: World = World { start: Start::Incoming, ..World::PLAIN };

impl Around {
    /// Everything that may be around.
    pub const ALL: [Around; 15] = [
        Around::Nothing,
        Around::ReturnPath,
        Around::Pause,
        Around::Cpr,
        Around::Commands,
        Around::Destination,
        Around::Incoming,
        Around::Stays,
        Around::Postcopy,
        Around::Quit,
        Around::Compression,
        Around::Devices,
        Around::ZeroCopy,
        Around::File,
        Around::ZeroPages,
    ];

    /// The worlds that a sweep puts faults into.
    pub(super) fn bases(self) -> Vec<World> {
        let usual = [Role::Nothing, Role::Ends];
        let plain = |change: fn(World) -> World| PLAIN.map(change).to_vec();
        match self {
            Around::Nothing => under(&usual, &PLAIN),
            Around::Commands => under(&[Role::Asks, Role::Changes], &PLAIN),
            Around::Quit => under(&[Role::Quits], &PLAIN),
            Around::Incoming => under(&[Role::Nothing, Role::EndsDestination], &[INCOMING]),
            Around::File => files(),
            Around::ZeroPages => loaded_worlds(),
            Around::Stays => stay(&both_hosts()),
            Around::Devices => devices(),
            Around::ReturnPath => under(&usual, &return_paths()),
            Around::Compression => under(&usual, &compressed()),
            Around::Pause => under(&usual, &paused()),
            Around::Cpr => under(&usual, &plain(|world| World { mode: Mode::CprReboot, ..world })),
            Around::Destination => under(&usual, &both_hosts()),
            Around::ZeroCopy => under(&usual, &[World { zero_copy: ZeroCopy::On, ..World::PLAIN }]),
            Around::Postcopy => {
                let (return_path, postcopy) = (ReturnPath::Answers, Postcopy::Started);
                let become_postcopy = |world: World| World { return_path, postcopy, ..world };
                under(&usual, &both_hosts().map(become_postcopy))
            }
        }
    }

    /// Places what depends on the size of a world.
    pub(super) fn placed(self, world: World) -> World {
        match self {
            Around::ZeroPages if world.rounds > 0 => world.zero(0, world.rounds),
            _ => world,
        }
    }
}

/// `worlds` under each action that is there for one of these, where an action ends what a silent
/// destination would make last for ever: that is the peer's hang and not QEMU's.
fn under(roles: &[Role], worlds: &[World]) -> Vec<World> {
    let actions = ACTIONS.iter().filter(|row| roles.contains(&row.role));
    let acted = actions
        .flat_map(|row| worlds.iter().map(move |world| World { action: row.action, ..*world }));
    let ends =
        |world: &World| world.return_path != ReturnPath::Stalls || world.action != Action::None;
    acted.filter(ends).collect()
}

fn both_hosts() -> [World; 2] {
    PLAIN.map(|world| World { start: Start::Both, ..world })
}

fn return_paths() -> Vec<World> {
    let paths = [ReturnPath::Answers, ReturnPath::Fails, ReturnPath::Stalls];
    let with = |path| PLAIN.map(|world| World { return_path: path, ..world });
    paths.into_iter().flat_map(with).collect()
}

fn paused() -> Vec<World> {
    let with = |pause| PLAIN.map(|world| World { pause, ..world });
    [Pause::Continued, Pause::ContinuedAnyhow].into_iter().flat_map(with).collect()
}

fn compressed() -> Vec<World> {
    let methods = [Compression::Zlib, Compression::Qpl, Compression::Qatzip];
    let with = |method| PLAIN.map(|world| World { compression: method, ..world });
    methods.into_iter().flat_map(with).collect()
}

/// Sources whatever ends them, both hosts, and the destination alone. Without a return path
/// the source's packets may be lost where both are played: that is listed.
fn devices() -> Vec<World> {
    let devices = Devices { count: 1, packets: 1 };
    let with = |world: World| World { devices, return_path: ReturnPath::Answers, ..world };
    let sources = under(&[Role::Nothing, Role::Ends], &PLAIN.map(with));
    let alone = World { devices, ..INCOMING };
    [sources, both_hosts().map(with).to_vec(), vec![alone]].concat()
}

/// `worlds`, whose destination is yanked, or stays when it has failed, or both.
fn stay(worlds: &[World]) -> Vec<World> {
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

/// A file that is written, whatever ends that, one that is loaded, and one after the other.
fn files() -> Vec<World> {
    let file = World { transport: Transport::File, ..World::PLAIN };
    let read = [Start::Incoming, Start::Both].map(|start| World { start, ..file });
    [under(&[Role::Nothing, Role::Ends], &[file]), read.to_vec()].concat()
}
