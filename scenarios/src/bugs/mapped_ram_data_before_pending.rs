use model::{Start, Transport, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "mapped-ram-data-before-pending",
    summary: "The lock-less hand-off of what to read, from the main loop to a channel, needs its barriers too.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        pages: 3,
        transport: Transport::File,
        start: Start::Incoming,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::DataRace("multifd_recv_thread"),
        object: "recv_data",
        function: "multifd_recv",
    }],
    fixed: Fixed::Never {
        mutants: &["v9.1+no-fence", "v9.1+relaxed-clear"],
        harmless: &["v9.1+relaxed-publish", "v9.1+relaxed-take"],
    },
    note: "As on the way of pages to the file: p->sem orders what the two barriers on the way to the channel order.",
};
