use model::{Action, ExitOnError, FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "refused-connection-keeps-yank-entry",
    summary: "A destination that stays when it fails refuses a connection and frees it, but not its entry in the yank registry. A yank then follows it into freed memory; without one, the migration that somebody's stray connection came before ends with an assertion.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        start: Start::Incoming,
        action: Action::YankDestination,
        exit_on_error: ExitOnError::Off,
        ..World::PLAIN
    }
    .fault(0, FaultKind::ExtraConnection),
    breaks: &[
        Pattern {
            wanted: Wanted::UseAfterFree("socket_accept_incoming_migration"),
            object: "incoming_",
            function: "qmp_yank",
        },
        Pattern {
            wanted: Wanted::UseAfterFree("migration_tls_channel_process_incoming"),
            object: "incoming_",
            function: "qmp_yank",
        },
        Pattern {
            wanted: Wanted::Assertion("QLIST_EMPTY(&entry->yankfns)"),
            object: "yank instance",
            function: "migration_incoming_state_destroy",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "destination-forgets-yank-of-refused-connection once more: 2b667a8c0f lets the process exit before anybody looks, and exit-on-error=off, which is what the human monitor's migrate_incoming always asks for, undoes that.",
};
