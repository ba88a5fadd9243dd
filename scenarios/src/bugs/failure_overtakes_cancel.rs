use model::{Action, FaultKind, World, rules};

use crate::{Bug, Code, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failure-overtakes-cancel",
    summary: "A completion fails while the migration is being cancelled: it looks at the state, and once more for what it fails from, which is CANCELLING by then.",
    effect: Effect::Corruption,
    world: World { channels: 1, rounds: 0, action: Action::Cancel, ..World::PLAIN }
        .fault(0, FaultKind::Main(1)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S16, "to fail"),
        object: "current_migration",
        function: "migration_completion_failed",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", code: Code::Unoptimised, ..Finding::HERE }),
    note: "4a228bcc99 narrows what cancelling-to-failed-2025 was to this. gcc at -O1 and -O2 reads the state once.",
};
