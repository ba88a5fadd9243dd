use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "destination-forgets-yank-of-refused-connection",
    summary: "Somebody connects to the destination and hangs up: its entry in the yank registry outlives its channel, and the migration, which went well, ends with an assertion.",
    effect: Effect::Crash,
    world: World { channels: 1, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::ExtraConnection),
    breaks: &[Pattern {
        wanted: Wanted::Assertion("QLIST_EMPTY(&entry->yankfns)"),
        object: "yank instance",
        function: "migration_incoming_state_destroy",
    }],
    fixed: Fixed::By(&["2b667a8c0f"]),
    note: "Found here. migration_channel_process_incoming registers each connection before it looks at it, and nobody unregisters one that is refused. Since that commit the process exits instead.",
};
