use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "pages-reset-early",
    summary: "A page set is emptied when its packet is filled, while the channel still has it.",
    effect: Effect::Latent,
    world: World { channels: 1, ..World::PLAIN },
    breaks: &[Pattern { wanted: Wanted::Rule(rules::PAGES_OWNED), object: "params", function: "" }],
    fixed: Fixed::By(&["836eca47f6"]),
    note: "Harmless as long as pending_job keeps the set from being used again.",
};
