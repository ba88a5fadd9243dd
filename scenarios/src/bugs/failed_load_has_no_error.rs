use model::{FaultKind, Start, Transport, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-load-has-no-error",
    summary: "A channel fails to read the file; the main loop finds that it can hand out no more, prepends to an error that is not there, and follows a null pointer.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        transport: Transport::File,
        start: Start::Incoming,
        ..World::PLAIN
    }
    .fault(0, FaultKind::ReadError(0)),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "errp",
        function: "read_ramblock_mapped_ram",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v9.0", seen: &["11.1.3"], ..Finding::HERE }),
    note: "read_ramblock_mapped_ram asks the main channel's file for its error before it calls error_prepend, and that file has none. If all is handed out when the channel fails, the sync waits for it for ever: destination-sync-waits-for-channel-that-exited.",
};
