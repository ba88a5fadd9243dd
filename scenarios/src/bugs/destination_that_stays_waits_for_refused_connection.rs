use model::{ExitOnError, FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-that-stays-waits-for-refused-connection",
    summary: "A destination that stays when it fails refuses a connection, and goes on waiting for a channel that will not come. Nobody stops the channels that did come, and the migration can neither go on nor be begun again.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        start: Start::Incoming,
        exit_on_error: ExitOnError::Off,
        ..World::PLAIN
    }
    .fault(0, FaultKind::InitMagic),
    breaks: &[
        // It is the main connection that could not be used, and the channels have ended.
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("multifdrecv")),
            object: "destination_main_loop.sources",
            function: "",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::NeverCreated("multifdrecv")),
            object: "destination_main_loop.sources",
            function: "",
        },
        // The channels that did come wait with it, at their first SYNC.
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "main_loop",
                object: "destination_main_loop.sources",
            }),
            object: "recv_params[",
            function: "multifd_recv_thread",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "destination_main_loop",
                object: "destination_main_loop.sources",
            }),
            object: "recv_params[",
            function: "multifd_recv_thread",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", help: Help::Nothing, ..Finding::HERE }),
    note: "Unlike process_incoming_migration_co, migration_channel_process_incoming cleans nothing up before it asks exit_on_error. Until 44fe18201c, after v10.2, query-migrate does not even say that it has failed: the state that it sets is that of the outgoing migration.",
};
