use model::{Action, FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cancel-waits-for-stalled-channel",
    summary: "A channel whose peer stops reading cannot be cancelled: nobody shuts it down, and the migration thread waits for its sync.",
    effect: Effect::Hang,
    world: World { action: Action::Cancel, ..World::PLAIN }.fault(1, FaultKind::Stall(1)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock,
        object: "sem_sync",
        function: "multifd_send_sync_main",
    }],
    fixed: Fixed::FoundHere,
    note: "migrate_cancel shuts down the main channel only; yank helps, in band as well. Seen on QEMU 10.0.13 and 11.1.3.",
};
