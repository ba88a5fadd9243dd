use model::{Mode, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cpr-sends-while-running",
    summary: "A migration for CPR sends memory while the machine runs: what was sent and the state of devices are not of one moment.",
    effect: Effect::Corruption,
    world: World { channels: 1, mode: Mode::CprReboot, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S19, "the machine runs"),
        object: "current_migration",
        function: "ram_save_iterate",
    }],
    fixed: Fixed::By(&["9867d4ddd0"]),
    note: "The corpus has it under notifiers-get-mutable-state.",
};
