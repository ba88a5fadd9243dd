use model::World;

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "tls-thread-not-joined-overwritten",
    summary: "The handle of the handshake thread is overwritten by that of the channel: it is never joined.",
    effect: Effect::Leak,
    world: World { channels: 1, ..World::TLS },
    breaks: &[Pattern {
        wanted: Wanted::NeverJoined,
        object: "multifd-tls-handshake-worker",
        function: "",
    }],
    fixed: Fixed::By(&["e1921f10d9"]),
    note: "",
};
