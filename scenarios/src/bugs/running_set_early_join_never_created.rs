use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "running-set-early-join-never-created",
    summary: "p->running is set before it is certain that there will be a thread: the cleanup joins one that was never created.",
    effect: Effect::Crash,
    world: World { channels: 1, ..World::TLS }.fault(0, FaultKind::TlsClient),
    breaks: &[Pattern { wanted: Wanted::JoinOfNothing, object: "thread", function: "" }],
    fixed: Fixed::By(&["a2a63c4abd"]),
    note: "Until e1921f10d9 a failed handshake did not show it, because p->thread held the handle of the handshake.",
};
