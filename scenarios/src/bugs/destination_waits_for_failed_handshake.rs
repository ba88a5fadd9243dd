use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "destination-waits-for-failed-handshake",
    summary: "The TLS handshake of a channel fails. The destination says so in its log, and waits for ever for a channel that will not come, while its main channel has ended.",
    effect: Effect::Hang,
    world: World { channels: 1, start: Start::Both, ..World::TLS }
        .fault(0, FaultKind::Handshake),
    breaks: &[
        Pattern { wanted: Wanted::Deadlock, object: "destination_main_loop.sources", function: "" },
        // The channels that did come wait with it, at their first SYNC.
        Pattern { wanted: Wanted::Deadlock, object: "recv_params[", function: "multifd_recv_thread" },
        // A source that was done before its client was rejected waits for the last word.
        Pattern { wanted: Wanted::DeadlockBeside("destination_main_loop is idle"), object: "return_path", function: "close_return_path_on_source" },
    ],
    fixed: Fixed::FoundHere,
    note: "migration_tls_incoming_handshake reports the error and drops the channel; 2b667a8c0f, which lets a destination exit that cannot use a connection, does not reach it. Nobody reads the main channel until every channel is there, so that the source has closed it goes unnoticed too. A channel that is refused leaves the destination in the same place, over TLS and with a return path: then the main channel is known before it ends.",
};
