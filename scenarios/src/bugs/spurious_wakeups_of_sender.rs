use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "spurious-wakeups-of-sender",
    summary: "A channel that is woken without a request says once more that it is ready, and nobody notices.",
    effect: Effect::Latent,
    world: World { channels: 1, rounds: 2, ..World::PLAIN }.fault(0, FaultKind::StrayPost),
    breaks: &[Pattern { wanted: Wanted::Rule(rules::S10), object: "channels_ready", function: "" }],
    fixed: Fixed::By(&["859ebaf346"]),
    note: "No path of QEMU posts p->sem without a request, so the world does. Since 859ebaf346 it is an assertion.",
};
