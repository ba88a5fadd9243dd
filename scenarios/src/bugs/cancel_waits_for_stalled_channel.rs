use model::{Action, FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "cancel-waits-for-stalled-channel",
    summary: "A channel whose peer stops reading cannot be cancelled: nobody shuts it down, and the migration thread waits for it.",
    effect: Effect::Hang,
    world: World { channels: 1, action: Action::Cancel, ..World::PLAIN }
        .fault(0, FaultKind::Stall(1)),
    breaks: &[while_it_writes("sem_sync"), while_it_writes("channels_ready")],
    fixed: Fixed::FoundHere(Finding {
        since: "v8.2",
        help: Help::Yank,
        seen: &["10.0.13", "11.1.3"],
        ..Finding::HERE
    }),
    note: "migrate_cancel shuts down the main channel only.",
};

const fn while_it_writes(object: &'static str) -> Pattern {
    let why = Why::Waits { thread: "multifdsend", object: "unblocked" };
    Pattern { wanted: Wanted::Deadlock(why), object, function: "multifd_send" }
}
