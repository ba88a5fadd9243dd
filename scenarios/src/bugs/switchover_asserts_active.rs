use model::{FaultKind, Pause, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "switchover-asserts-active",
    summary: "A channel fails between the beginning of the completion and the switchover, which asserts that the migration is active.",
    effect: Effect::Crash,
    world: World { channels: 1, pages: 3, pause: Pause::Continued, ..World::PLAIN }
        .fault(0, FaultKind::Reset(2)),
    breaks: &[Pattern {
        wanted: Wanted::Assertion("migration_is_active()"),
        object: "current_migration",
        function: "migration_switchover_prepare",
    }],
    fixed: Fixed::FoundHere(Finding {
        since: "v10.0",
        seen: &["10.0.13", "11.1.3"],
        ..Finding::HERE
    }),
    note: "Since 4881411136, whose comment reasons that the big lock keeps a cancel away; a channel that fails does not take it. The capability is not needed for that: the assertion comes before it is asked for. A channel that is reset while vm_stop drains a slow disk does it.",
};
