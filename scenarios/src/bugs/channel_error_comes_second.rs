use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "channel-error-comes-second",
    summary: "A channel that fails says exit before it records why: the migration thread exits and records that there was an error.",
    effect: Effect::Corruption,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Reset(1)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S17, "came too late"),
        object: "current_migration",
        function: "migrate_fd_cleanup",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v9.0", ..Finding::HERE }),
    note: "exiting is exchanged before migrate_set_error, so the user reads Channel error, or Error in migration completion, instead of the reason.",
};
