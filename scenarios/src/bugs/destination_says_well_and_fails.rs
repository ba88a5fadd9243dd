use model::{FaultKind, ReturnPath, Start, World, rules::TOLD};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "destination-says-well-and-fails",
    summary: "A channel of the destination fails after the last sync. The destination fails, and tells the source over the return path that all is well: the source is COMPLETED.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Incoming,
        return_path: ReturnPath::Answers,
        ..World::PLAIN
    }
    .fault(0, FaultKind::LateGarbage),
    breaks: &[Pattern {
        wanted: Wanted::Rule(TOLD, "is FAILED"),
        object: "current_incoming",
        function: "migrate_send_rp_shut",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "Since 246f54e0cc a destination that fails says SHUT, with the error of the main channel's file and no other; since e0ad300fe1 qemu_loadvm_state also fails for the error of a channel, or of a thread that loads a device, and sets none of the file. Before v10.0 such an error was no failure, and before v9.1 a failure closed the return path without a word, which the source takes for an error.",
};
