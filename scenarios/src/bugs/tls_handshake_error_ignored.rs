use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "tls-handshake-error-ignored",
    summary: "A failed handshake is told to nobody: the migration thread waits for a channel that will never be.",
    effect: Effect::Hang,
    world: World { channels: 1, ..World::TLS }.fault(0, FaultKind::Handshake),
    breaks: &[Pattern { wanted: Wanted::Rule(rules::L3), object: "params", function: "" }],
    fixed: Fixed::By(&["fca676429c"]),
    note: "",
};
