use model::{Action, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cancelling-to-completed",
    summary: "A migration that is being cancelled ends as completed: the last step takes whatever state it finds for one that can complete.",
    effect: Effect::Corruption,
    world: World { channels: 1, action: Action::Cancel, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S16, "to completed"),
        object: "current_migration",
        function: "migration_completion_end",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v9.0", ..Finding::HERE }),
    note: "It came with 63f64d77f0, which reads the state anew instead of using the one that the completion began in. Cancel may come after the last look at the file's error. No compiler closes this window, as it does that of failure-overtakes-cancel: a whole cancel fits between that look and bql_lock.",
};
