use model::{FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "failed-handshake-kicks-nobody",
    summary: "A failed handshake posts channels_created before it sets exiting, and wakes nobody: the migration thread asks the channel for a sync in between.",
    effect: Effect::Hang,
    world: World { channels: 1, ..World::TLS }.fault(0, FaultKind::Handshake),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::NeverCreated("multifdsend")),
            object: "sem_sync",
            function: "multifd_send_sync_main",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::NeverCreated("multifdsend")),
            object: "channels_ready",
            function: "multifd_send_sync_main",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v9.0", help: Help::Nothing, ..Finding::HERE }),
    note: "Since 93fa9dc2e0. (The matrix has the same cause at v5.2, whose C was not read for this.) The handshake has a thread of its own, so the big lock does not order the two, as it does for a refused connection.",
};
