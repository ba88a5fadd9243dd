use model::{Action, FaultKind, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "migration-freed-under-incoming-channel",
    summary: "The destination is told to quit before it has loaded everything. Whatever fails there then records its error in a MigrationState that is freed.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Incoming,
        action: Action::Quit,
        ..World::PLAIN
    }
    .fault(0, FaultKind::PacketMagic(1)),
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree,
        object: "destination_migration",
        function: "migrate_set_error",
    }],
    fixed: Fixed::By(&["d657a14de5"]),
    note: "That commit names the incoming coroutine, which the process resumes after migration_shutdown. Here that blocks the main loop, so a quit cannot come in its middle; the thread of a channel that was accepted before shows the same.",
};
