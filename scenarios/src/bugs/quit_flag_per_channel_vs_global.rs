use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "quit-flag-per-channel-vs-global",
    summary: "exiting is set before the channels' own quit: a channel is given work that it will never do.",
    effect: Effect::Latent,
    world: World::PLAIN.fault(1, FaultKind::Reset(0)),
    breaks: &[Pattern { wanted: Wanted::Rule(rules::ONE_EXIT), object: "params", function: "" }],
    fixed: Fixed::By(&["15f3f21d59"]),
    note: "",
};
