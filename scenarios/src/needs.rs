//! Needs of bugs: a name is given only where the world has what the bug takes.

use model::{
    Action, Destination, ExitOnError, Mode, Pause, Postcopy, ReturnPath, Start, Transport, World,
    ZeroCopy, wire::flags::Compression,
};

use crate::Bug;

impl Bug {
    /// True if `world` has what the bug's own world has, which is the smallest known to show
    /// it. A bug that takes a fault may come of anything that makes a migration fail.
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
        Transport::Tls | Transport::File => {
            own.transport == world.transport || SPARED.contains(&(bug.name, Feature::Transport))
        }
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

/// The phases of the migration. A return path that fails or stalls is a mishap.
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

/// Features of a bug's own world that it was met without.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Feature {
    Transport,
    ReturnPath,
    Pause,
}

const SPARED: &[(&str, Feature)] = &[
    // A compressor whose send_setup fails does it, as a file that cannot be opened.
    ("failed-setup-cleans-up-device-state", Feature::Transport),
    // Met by a fuzz run with two devices.
    ("device-takes-token-of-sync", Feature::ReturnPath),
    // Met in postcopy, and on a real QEMU whose disk is slow to drain.
    ("switchover-asserts-active", Feature::Pause),
    // Met over TLS (reports/hosts-two-channels.md).
    ("destination-waits-for-channel-that-never-comes", Feature::ReturnPath),
    // Met by a fuzz run with a cancel.
    ("cleanup-frees-file-bitmap-in-use", Feature::Pause),
];

/// The treatment of pages.
fn pages(bug: &Bug, world: &World) -> bool {
    let own = &bug.world;
    let any = ANY_COMPRESSION.contains(&bug.name);
    let compression = match own.compression {
        Compression::None => true,
        _ if any => world.compression != Compression::None,
        own => own == world.compression,
    } || completes_late(bug, world);
    let zeros = |world: &World| world.zeros.iter().any(Option::is_some);
    compression
        && (!zeros(own) || zeros(world))
        && (own.zero_copy == ZeroCopy::Off || own.zero_copy == world.zero_copy)
}

/// True if errors can come after the completion has asked for them: over sockets without
/// compression it asks when the threads that save devices have ended
/// (multifd_join_device_state_save_threads), and a device's packets are written later. A
/// file is never asked.
fn completes_late(bug: &Bug, world: &World) -> bool {
    bug.name == "failed-to-completed"
        && (world.transport == Transport::File || world.devices.count > 0)
}

/// Bugs of what all methods of compression share.
const ANY_COMPRESSION: &[&str] = &["failed-setup-cleans-up-compression", "failed-to-completed"];

/// Mishaps, and the commands of a user.
fn mishaps(bug: &Bug, world: &World) -> bool {
    let own = &bug.world;
    let action = match own.action {
        Action::None => true,
        // `quit` cancels, too.
        Action::Cancel => matches!(world.action, Action::Cancel | Action::Quit),
        action => action == world.action,
    };
    // A yank that is all that goes wrong stands for whatever ends a connection.
    let ends = own.action == Action::Yank && !has_fault(own) && has_fault(world);
    (action || ends || ALSO.contains(&(bug.name, world.action)))
        && (!has_fault(own) || has_fault(world) || may_fail(world))
}

/// Actions that a bug was met with, besides that of its own world.
const ALSO: &[(&str, Action)] = &[
    ("cancel-waits-for-stalled-handshake", Action::Yank),
    ("shutdown-races-with-close-of-return-path", Action::Yank),
    ("postcopy-waits-for-package-of-lost-destination", Action::YankDestination),
    ("flush-outlasts-yank", Action::Cancel),
    // The entry that is left over is met by an assertion before any yank.
    ("refused-connection-keeps-yank-entry", Action::None),
];

fn has_fault(world: &World) -> bool {
    world.faults.iter().any(Option::is_some)
}

/// True if a migration may fail without a fault: its return path does, an action closes its
/// connections, or one changes what it goes by.
fn may_fail(world: &World) -> bool {
    let return_path = match world.return_path {
        ReturnPath::None | ReturnPath::Answers => false,
        ReturnPath::Fails | ReturnPath::Stalls => true,
    };
    let action = match world.action {
        Action::Cancel
        | Action::Yank
        | Action::YankDestination
        | Action::Quit
        | Action::RaiseChannels
        | Action::LowerChannels
        | Action::SwitchOff => true,
        Action::None | Action::Query | Action::Again => false,
    };
    return_path || action
}

#[cfg(test)]
mod tests {
    use super::{ALSO, ANY_COMPRESSION, OTHER_CHANNEL, SPARED};
    use crate::Bug;

    #[test]
    fn each_exception_is_of_a_bug_of_the_catalogue() {
        let also = ALSO.iter().map(|(name, _)| *name);
        let spared = SPARED.iter().map(|(name, _)| *name);
        let lists = ANY_COMPRESSION.iter().chain(OTHER_CHANNEL).copied();
        for name in also.chain(spared).chain(lists) {
            assert!(Bug::named(name).is_some(), "{name}");
        }
    }
}
