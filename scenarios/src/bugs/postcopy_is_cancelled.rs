use model::{Action, Postcopy, ReturnPath, Start, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "postcopy-is-cancelled",
    summary: "A cancel comes when the guest already runs at the destination, and the source takes it up again.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        action: Action::Cancel,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::GUEST, "at both hosts"),
        object: "current_migration",
        function: "",
    }],
    fixed: Fixed::Latent { commit: "646119088f", shown_at: "head-646119088f" },
    note: "Postcopy alone had it before v10.0; beside multifd postcopy came later (e274188612).",
};
