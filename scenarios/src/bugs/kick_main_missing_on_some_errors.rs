use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "kick-main-missing-on-some-errors",
    summary: "A channel that fails posts only one of the two semaphores that the migration thread may wait on.",
    effect: Effect::Hang,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Reset(2)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::EndedAfter {
            thread: "multifdsend",
            object: "channels_ready",
        }),
        object: "sem_sync",
        function: "multifd_send_sync_main",
    }],
    fixed: Fixed::By(&["2f4aefd320"]),
    note: "The corpus names 48c0f5d56f, but that commit only made one helper of posts that were all there; the missing one came with 2f4aefd320.",
};
