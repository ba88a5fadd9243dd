use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-waits-for-failed-handshake",
    summary: "The TLS handshake of a channel fails. The destination says so in its log, and waits for ever for a channel that will not come, while its main channel has ended.",
    effect: Effect::Hang,
    world: World { channels: 1, start: Start::Both, ..World::TLS }.fault(0, FaultKind::Handshake),
    breaks: &[
        // A source in postcopy waits for its package.
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "destination_main_loop",
                object: "destination_main_loop.sources",
            }),
            object: "postcopy.package_loaded",
            function: "migration_iteration_run",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::MissingAfter {
                thread: "multifdrecv",
                ended: "multifd-tls-handshake-worker",
            }),
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
        // A source that was done before its client was rejected waits for the last word.
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "destination_main_loop",
                object: "destination_main_loop.sources",
            }),
            object: "return_path",
            function: "close_return_path_on_source",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", help: Help::Nothing, ..Finding::HERE }),
    note: "migration_tls_incoming_handshake reports the error and drops the channel; 2b667a8c0f, which lets a destination exit that cannot use a connection, does not reach it. Nobody reads the main channel until every channel is there, so that the source has closed it goes unnoticed too.",
};
