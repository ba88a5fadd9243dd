use model::{Action, FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "yank-misses-unconnected-channels",
    summary: "A yank during the setup shuts down the main channel only: a channel that connects later and stalls keeps the migration waiting, though its main channel is dead.",
    effect: Effect::Hang,
    world: World { channels: 1, action: Action::Yank, ..World::PLAIN }
        .fault(0, FaultKind::Stall(1)),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: "unblocked" }),
            object: "sem_sync",
            function: "multifd_send_sync_main",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: "unblocked" }),
            object: "channels_ready",
            function: "multifd_send",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", help: Help::YankAgain, ..Finding::HERE }),
    note: "The migration thread looks at the main channel only when it writes to it.",
};
