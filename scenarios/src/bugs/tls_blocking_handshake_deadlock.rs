use model::{Destination, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "tls-blocking-handshake-deadlock",
    summary: "Both main loops block in the handshake of a different channel.",
    effect: Effect::Hang,
    world: World { destination: Destination::Serial, ..World::TLS },
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread: "destination_main_loop", object: "hello" }),
        object: "answer",
        function: "qio_channel_tls_handshake_task",
    }],
    fixed: Fixed::By(&["a1af605bd5"]),
    note: "The destination answers handshakes one after the other, in the order of the connections.",
};
