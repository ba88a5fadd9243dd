use model::{Start, Transport, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "recv-data-leaks",
    summary: "The slot in which a channel of the destination finds what to read is never freed.",
    effect: Effect::Leak,
    world: World {
        channels: 1,
        transport: Transport::File,
        start: Start::Incoming,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::Leak("multifd_recv_setup"),
        object: "recv_data",
        function: "",
    }],
    fixed: Fixed::By(&["4c107870e8"]),
    note: "v9.0 allocates it for sockets too, where nobody uses it; the model has it for files alone.",
};
