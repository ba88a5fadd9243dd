use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "inverted-connect-semantics",
    summary: "A connect returns true for failure, and a caller takes it for success.",
    effect: Effect::Latent,
    world: World { channels: 1, ..World::TLS },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::CONNECT_RESULT),
        object: "params",
        function: "",
    }],
    fixed: Fixed::Latent { commit: "a339149afa", shown_at: "v8.2-a339149afa" },
    note: "Before a339149afa every caller agreed that true is failure; the caller that fca676429c added later does not. So it shows where only a339149afa is missing.",
};
