use model::{Action, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "migration-freed-under-bottom-half",
    summary: "The destination is told to quit when its last bottom half is scheduled. That holds no reference to the MigrationState, which is freed before it runs.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Incoming,
        action: Action::Quit,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree,
        object: "destination_migration",
        function: "process_incoming_migration_bh",
    }],
    fixed: Fixed::By(&["27eb8499ed"]),
    note: "The bottom half asks for capabilities, and what it reads there after the free makes it clean up multifd where there is none. It runs after migration_shutdown, because qemu_cleanup waits for block devices and dispatches meanwhile.",
};
