use model::{Action, FaultKind, World, rules};

use crate::{Bug, Code, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cancelling-to-failed-by-channel",
    summary: "A migration that is being cancelled ends as failed: a channel that fails looks whether the migration can fail, and then takes whatever state it finds for one that can.",
    effect: Effect::Corruption,
    world: World { channels: 1, action: Action::Cancel, ..World::PLAIN }
        .fault(0, FaultKind::Reset(1)),
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::S16, "to fail"),
            object: "current_migration",
            function: "multifd_send_set_error",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S16, "to fail"),
            object: "current_migration",
            function: "multifd_send_terminate_threads",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", code: Code::Unoptimised, ..Finding::HERE }),
    note: "4a228bcc99 leaves this place as it is: two reads of the state, and cancel between them. gcc at -O1 and -O2 makes one of them.",
};
