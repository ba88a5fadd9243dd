use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "dest-hang-after-setup-error",
    summary: "The destination refuses a connection, says so in its log, and waits for ever for the channel that will not come.",
    effect: Effect::Hang,
    world: World { channels: 1, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::InitMagic),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::NeverCreated("multifdrecv")),
        object: "destination_main_loop.sources",
        function: "",
    }],
    fixed: Fixed::By(&["2b667a8c0f"]),
    note: "That commit also sets the state of the outgoing migration of that process, which is not the one that failed; 44fe18201c, after v10.2, mends that.",
};
