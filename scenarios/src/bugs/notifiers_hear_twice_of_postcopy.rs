use model::{Postcopy, ReturnPath, Start, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "notifiers-hear-twice-of-postcopy",
    summary: "A migration becomes postcopy: notifiers hear that precopy is done, or that it has failed, and at the cleanup they hear of an end once more.",
    effect: Effect::Latent,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::HEARD, " after "),
        object: "current_migration",
        function: "migration_call_notifiers",
    }],
    fixed: Fixed::Mended(
        &["2bce143a7c"],
        Finding { since: "v10.1", known: Known::Commit("2bce143a7c"), ..Finding::HERE },
    ),
    note: "migration_add_notifier promises one end (include/migration/misc.h). postcopy_start calls the notifiers with DONE or FAILED, and migration_cleanup calls them with either again: where POSTCOPY_DEVICE fails, with FAILED after DONE. Multifd has no part in it. Peter Xu posted 2bce143a7c on 2026-01-26: the beginning of postcopy is an event of its own.",
};
