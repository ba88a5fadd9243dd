use model::{Devices, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "multifd-send-not-thread-safe",
    summary: "Threads that save devices call multifd_send while the migration thread does: two of them give their sets to one channel.",
    effect: Effect::Crash,
    world: World {
        start: Start::Connected,
        pages: 1,
        devices: Devices { count: 1, packets: 1 },
        ..World::PLAIN
    },
    breaks: &[
        Pattern {
            wanted: Wanted::DataRace("multifd_send"),
            object: "next_channel",
            function: "multifd_send",
        },
        Pattern {
            wanted: Wanted::DataRace("multifd_send"),
            object: "pages",
            function: "multifd_send",
        },
    ],
    fixed: Fixed::Latent { commit: "d19cc4dca0", shown_at: "head-d19cc4dca0" },
    note: "The mutex came before the threads. In the shown world a device is saved while pages are sent; in QEMU that is in the completion, where the migration thread sends pages if the last round has left some.",
};
