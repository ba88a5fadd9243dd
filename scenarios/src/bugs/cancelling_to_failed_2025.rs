use model::{Action, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cancelling-to-failed-2025",
    summary: "A migration that is being cancelled ends as failed: the completion takes CANCELLING for the state that it completes.",
    effect: Effect::Corruption,
    world: World { channels: 1, action: Action::Cancel, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S16, "to fail"),
        object: "current_migration",
        function: "migration_completion_failed",
    }],
    fixed: Fixed::By(&["4a228bcc99"]),
    note: "4a228bcc99 tests for CANCELLING and then reads the state once more: it narrows the window and does not close it, and with weak memory this world still shows it.",
};
