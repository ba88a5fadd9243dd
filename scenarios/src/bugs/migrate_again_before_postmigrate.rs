use model::{Action, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "migrate-again-before-postmigrate",
    summary: "A migration is COMPLETED, and its machine not yet in POSTMIGRATE: the next migrate is let in and meets the first's registration with yank.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, action: Action::Again, ..World::PLAIN },
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::L8, "refused"),
            object: "current_migration",
            function: "migrate_prepare",
        },
        Pattern {
            wanted: Wanted::Assertion("!duplicate yank instance"),
            object: "yank instance",
            function: "migrate_prepare",
        },
        Pattern {
            wanted: Wanted::Assertion("QLIST_EMPTY(&entry->yankfns)"),
            object: "yank instance",
            function: "migrate_fd_cleanup",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "migration_completion_end drops the big lock after COMPLETED, and migration_iteration_finish takes it again for POSTMIGRATE, by which migrate_prepare knows. Up to v10.2 the migration that succeeded is SETUP again before the cleanup aborts.",
};
