use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-to-completed",
    summary: "A migration that a channel has failed becomes COMPLETED: the last sync succeeds on the channel's kick, and the last step takes FAILED for a state that can complete.",
    effect: Effect::Corruption,
    world: World { channels: 1, rounds: 0, pages: 0, ..World::PLAIN }.fault(0, FaultKind::Reset(2)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S15),
        object: "current_migration",
        function: "migration_completion_end",
    }],
    fixed: Fixed::FoundHere,
    note: "It came with 63f64d77f0, which reads the state anew; the exchange from the state that the completion began in had failed. With a return path its close sees the error.",
};
