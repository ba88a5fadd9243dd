use model::{Transport, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "mapped-ram-zero-page-bitmap-not-cleared",
    summary: "A page that is in the file and becomes zero keeps its bit: who loads the file gets what it held before.",
    effect: Effect::Corruption,
    world: World { channels: 1, rounds: 2, transport: Transport::File, ..World::PLAIN }.zero(0, 2),
    breaks: &[Pattern { wanted: Wanted::Rule(model::rules::S15), object: "file", function: "" }],
    fixed: Fixed::By(&["8fa1a21c6e"]),
    note: "303e6f54f9 brought it.",
};
