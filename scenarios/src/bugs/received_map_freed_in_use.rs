use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "received-map-freed-in-use",
    summary: "The load fails, and frees the map of the pages that have come while a channel still notes pages there.",
    effect: Effect::Crash,
    world: World { channels: 1, start: Start::Incoming, ..World::PLAIN }
        .zero(0, 1)
        .fault(1, FaultKind::Closed(1)),
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree,
        object: "receivedmap",
        function: "multifd_",
    }],
    fixed: Fixed::By(&["4ce5622908"]),
    note: "Only v9.1 has it: before 5ef7e26bdb no channel used the map. The pointer is cleared as well, so in QEMU it is a null pointer that the channel follows. A load that succeeds has waited for every channel's pages at its last sync. The model keeps the map only where a page may be zero; QEMU's channels note every page.",
};
