use model::{FaultKind, Pause, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-goes-on-to-switchover",
    summary: "A channel fails between the switchover's look at the state and its change of it: FAILED becomes PRE_SWITCHOVER, and query-migrate tells of a migration that goes on.",
    effect: Effect::Corruption,
    world: World { channels: 1, pages: 3, pause: Pause::Continued, ..World::PLAIN }
        .fault(0, FaultKind::Reset(2)),
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::ENDED, "from failed to pre-switchover"),
            object: "current_migration.state",
            function: "migration_switchover_prepare",
        },
        Pattern {
            wanted: Wanted::Rule(rules::ENDED, "from failing to pre-switchover"),
            object: "current_migration.state",
            function: "migration_switchover_prepare",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "The change exchanges from the state that it reads anew, after the assertion that the migration is active. Where the channel fails before that, the assertion fails: switchover-asserts-active. Since d1ab9655fd a channel that fails makes it FAILING, which this exchange loses.",
};
