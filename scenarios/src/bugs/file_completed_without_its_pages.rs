use model::{FaultKind, Pause, Transport, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "file-completed-without-its-pages",
    summary: "The device is full at the last pages of a file: the sync takes the channel's kick for its answer, the bitmap says that the pages are there, and the migration can end COMPLETED.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        pages: 1,
        transport: Transport::File,
        pause: Pause::Continued,
        ..World::PLAIN
    }
    .fault(0, FaultKind::NoSpace(0)),
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::S14, "are not"),
            object: "file_bmap",
            function: "ram_save_file_bmap",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S15, "older"),
            object: "file[",
            function: "migration_completion_end",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S15, "had failed"),
            object: "current_migration",
            function: "migration_completion_end",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "What sync-succeeds-on-a-kick and failed-to-completed come to with a file, which nobody reads before it is too late. The pause only leaves pages for the completion to send. ENOSPC mostly hits the bitmap as well, and then the migration fails: EIO shows it, or an ENOSPC that passes.",
};
