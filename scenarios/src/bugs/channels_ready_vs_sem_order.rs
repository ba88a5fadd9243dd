use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "channels-ready-vs-sem-order",
    summary: "A sync is added to the request of a channel that is still busy, before anybody waits for its readiness.",
    effect: Effect::Latent,
    world: World::PLAIN,
    breaks: &[Pattern { wanted: Wanted::Rule(rules::ONE_REQUEST), object: "params", function: "" }],
    fixed: Fixed::By(&["f5f48a7891"]),
    note: "",
};
