use model::{Action, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "query-migrate-mbps-too-early",
    summary: "A migration is COMPLETED before its last counters are computed: query-migrate shows those of the last iteration.",
    effect: Effect::Corruption,
    world: World { channels: 1, action: Action::Query, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S18, "the counters"),
        object: "current_migration",
        function: "qmp_query_migrate",
    }],
    fixed: Fixed::By(&["63f64d77f0"]),
    note: "",
};
