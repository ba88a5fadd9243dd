//! What a world must have before a bug can be in it.

use model::{
    Action, Destination, ExitOnError, Mode, Pause, Postcopy, ReturnPath, Start, Transport, World,
    ZeroCopy, wire::flags::Compression,
};

use crate::Bug;

impl Bug {
    /// Whether `world` has all that the bug takes: whatever its own world has, which is the
    /// smallest known to show it. A bug that takes a fault may come of any fault.
    pub fn fits(&self, world: &World) -> bool {
        hosts(self, world) && migration(self, world) && pages(self, world) && mishaps(self, world)
    }
}

/// The hosts, and what joins them.
fn hosts(bug: &Bug, world: &World) -> bool {
    let own = &bug.world;
    let has_destination = |world: &World| matches!(world.start, Start::Both | Start::Incoming);
    let has_source = |world: &World| world.start != Start::Incoming;
    let transport = match own.transport {
        Transport::Socket => true,
        Transport::Tls | Transport::File => own.transport == world.transport,
    };
    (has_source(own) || has_destination(world))
        && (has_destination(own) || has_source(world))
        && (own.start != Start::Both || world.start == Start::Both)
        && transport
        && (world.channels > 1 || !OTHER_CHANNEL.contains(&bug.name))
        && (own.exit_on_error == ExitOnError::On || own.exit_on_error == world.exit_on_error)
        && (own.destination == Destination::Concurrent || own.destination == world.destination)
}

/// Bugs in which one channel meets what another did. Others are shown with two channels
/// because their report has two.
const OTHER_CHANNEL: &[&str] = &["sync-waits-for-channel-that-exited"];

/// What the migration goes through. Whether a return path answers, fails or stalls is one
/// of the things that go wrong.
fn migration(bug: &Bug, world: &World) -> bool {
    let own = &bug.world;
    let spared = |feature| SPARED.contains(&(bug.name, feature));
    let needs = |feature, own: bool, world: bool| !own || world || spared(feature);
    needs(
        Feature::ReturnPath,
        own.return_path != ReturnPath::None,
        world.return_path != ReturnPath::None,
    ) && needs(Feature::Pause, own.pause != Pause::Never, world.pause != Pause::Never)
        && (own.mode == Mode::Normal || own.mode == world.mode)
        && (own.devices.count == 0 || world.devices.count > 0)
        && (own.postcopy == Postcopy::Never || world.postcopy != Postcopy::Never)
}

/// What a bug's own world has to be small, and the bug could do without.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Feature {
    ReturnPath,
    Pause,
}

const SPARED: &[(&str, Feature)] = &[
    // Without it, two devices are needed, or the loss of their state comes first.
    ("device-takes-token-of-sync", Feature::ReturnPath),
    // Postcopy asks for the same state, as does a completion that waits for a slow disk.
    ("switchover-asserts-active", Feature::Pause),
    // Over TLS the main channel is known before it ends as well.
    ("destination-waits-for-channel-that-never-comes", Feature::ReturnPath),
    // Without it, the last packets are under way when a cancel comes.
    ("cleanup-frees-file-bitmap-in-use", Feature::Pause),
];

/// What is done with pages.
fn pages(bug: &Bug, world: &World) -> bool {
    let own = &bug.world;
    let any = bug.name == "failed-setup-cleans-up-compression";
    let compression = match own.compression {
        Compression::None => true,
        _ if any => world.compression != Compression::None,
        own => own == world.compression,
    };
    let zeros = |world: &World| world.zeros.iter().any(Option::is_some);
    compression
        && (!zeros(own) || zeros(world))
        && (own.zero_copy == ZeroCopy::Off || own.zero_copy == world.zero_copy)
}

/// What goes wrong, and what a user does.
fn mishaps(bug: &Bug, world: &World) -> bool {
    let own = &bug.world;
    let faulty = |world: &World| world.faults.iter().any(Option::is_some);
    let action = match own.action {
        Action::None => true,
        // `quit` cancels, too.
        Action::Cancel => matches!(world.action, Action::Cancel | Action::Quit),
        action => action == world.action,
    };
    (action || ALSO.contains(&(bug.name, world.action)))
        && (!faulty(own) || faulty(world) || closes_channels(world.action))
}

/// What else a user may do to meet a bug that takes an action.
const ALSO: &[(&str, Action)] = &[
    ("cancel-waits-for-stalled-handshake", Action::Yank),
    ("shutdown-races-with-close-of-return-path", Action::Yank),
    ("postcopy-waits-for-package-of-lost-destination", Action::YankDestination),
    ("flush-outlasts-yank", Action::Cancel),
    // The entry that is left over is met by an assertion before any yank.
    ("refused-connection-keeps-yank-entry", Action::None),
];

/// Whether an action closes connections, after which reads and writes fail as by a fault.
fn closes_channels(action: Action) -> bool {
    match action {
        Action::Cancel | Action::Yank | Action::YankDestination | Action::Quit => true,
        Action::None
        | Action::Query
        | Action::Again
        | Action::RaiseChannels
        | Action::LowerChannels
        | Action::SwitchOff => false,
    }
}
