use model::{Action, Pause, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "cancel-vs-pause-before-switchover",
    summary: "A cancel comes before PRE_SWITCHOVER and wakes nobody; the migration waits all the same to be told to go on.",
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
    fixed: Fixed::By(&["8958338b10", "1f9b657cae"]),
    note: "8958338b10 asks the state first, and then drops the big lock: what is left is cancel-vs-pre-switchover-bql-window.",
};
