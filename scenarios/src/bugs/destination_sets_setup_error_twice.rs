use model::{FaultKind, Start, World, wire::flags::Compression};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "destination-sets-setup-error-twice",
    summary: "recv_setup of a channel fails, and migration_ioc_process_incoming sets an error where that one stands already: it aborts.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        start: Start::Incoming,
        compression: Compression::Zlib,
        ..World::PLAIN
    }
    .fault(0, FaultKind::RecvSetup),
    breaks: &[Pattern {
        wanted: Wanted::Assertion("*errp == NULL"),
        object: "multifd_recv_state",
        function: "migration_ioc_process_incoming",
    }],
    fixed: Fixed::By(&["1d3886f837"]),
    note: "Up to v9.2 the destination then waits for connections that never come: 2b667a8c0f makes it exit.",
};
