use model::{FaultKind, Transport, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "file-bitmap-leaks",
    summary: "A migration to a file that fails before its end leaves the bitmap of its pages behind.",
    effect: Effect::Leak,
    world: World { channels: 1, transport: Transport::File, ..World::PLAIN }
        .fault(0, FaultKind::SaveSetup),
    breaks: &[Pattern {
        wanted: Wanted::Leak("mapped_ram_setup_ramblock"),
        object: "file_bmap",
        function: "",
    }],
    fixed: Fixed::By(&["92c20b2fc5"]),
    note: "f427d90b98 took the bitmap out of the cleanup on purpose. The commit that puts it back only means to give the lines a function of their own; what comes of that is cleanup-frees-file-bitmap-in-use.",
};
