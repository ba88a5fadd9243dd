use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "error-double-free-in-shutdown",
    summary: "A TLS session of a migration that succeeded cannot be ended: the error is freed by whoever reports it, and once more.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, ..World::TLS }.fault(0, FaultKind::Reset(3)),
    breaks: &[Pattern { wanted: Wanted::DoubleFree, object: "bye_error[", function: "" }],
    fixed: Fixed::By(&["c1116b1d73"]),
    note: "Only in the release candidates of v10.2, since ffaa1b50a8.",
};
