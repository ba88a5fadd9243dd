use model::{Action, FaultKind, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "migrate-again-before-cleanup",
    summary: "A migration is FAILED, so the next migrate is let in, before the cleanup of the first: it forgets what that is to clean up, and meets the first's registration with yank.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, action: Action::Again, ..World::PLAIN }
        .fault(0, FaultKind::Refused),
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::L8, "refused"),
            object: "current_migration",
            function: "migrate_prepare",
        },
        Pattern {
            wanted: Wanted::Assertion("!duplicate yank instance"),
            object: "yank instance",
            function: "migrate_prepare",
        },
        Pattern {
            wanted: Wanted::Assertion("QLIST_EMPTY(&entry->yankfns)"),
            object: "yank instance",
            function: "migrate_fd_cleanup",
        },
        Pattern {
            wanted: Wanted::DataRace("migrate"),
            object: "from_dst_file",
            function: "migrat",
        },
    ],
    fixed: Fixed::Mended(
        &["d1ab9655fd"],
        Finding {
            since: "v8.2",
            seen: &["10.0.13"],
            known: Known::Commit("d1ab9655fd"),
            ..Finding::HERE
        },
    ),
    note: "FAILED is set without the big lock, and is not running: the window lasts until the cleanup ends. Up to v10.2 migrate_init has run when yank_register_instance refuses: the state stays SETUP, to_dst_file is NULL, and the cleanup, which then skips multifd_send_shutdown, aborts in yank_unregister_instance. Since 7e71439243 migrate_prepare aborts. With a return path, migrate_init clears from_dst_file while the migration thread takes it to close it. Since d1ab9655fd a FAILING counts as running.",
};
