use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "notifiers-get-mutable-state",
    summary: "A notifier objects to a migration, and nobody asks what it returned.",
    effect: Effect::Corruption,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Notifier),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::HEARD, "objects"),
        object: "current_migration",
        function: "migrate_fd_connect",
    }],
    fixed: Fixed::By(&["4af667f87c"]),
    note: "Of the three commits that the corpus names only this one changes what threads can tell.",
};
