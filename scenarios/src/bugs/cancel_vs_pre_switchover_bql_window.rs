use model::{Action, Pause, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "cancel-vs-pre-switchover-bql-window",
    summary: "The big lock is dropped before the state becomes PRE_SWITCHOVER: a cancel in between wakes nobody, and the migration waits for ever.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        rounds: 0,
        pages: 0,
        pause: Pause::Continued,
        action: Action::Cancel,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits {
            thread: "management",
            object: "current_migration.state",
        }),
        object: "pause_event",
        function: "migration_switchover_prepare",
    }],
    fixed: Fixed::By(&["1f9b657cae"]),
    note: "",
};
