use model::{Action, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "migration-freed-before-thread-runs",
    summary: "The process is told to quit before the migration thread runs, which takes its reference to the migration too late: it is freed.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, action: Action::Quit, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree,
        object: "current_migration",
        function: "migration_thread",
    }],
    fixed: Fixed::By(&["7fc8beb16e"]),
    note: "v8.2 sets multifd up on the main loop, before the thread. The thread puts itself on a list, under a lock, before it takes its reference.",
};
