use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "channels-ready-overcount-busy-loop",
    summary: "A sync consumes no token of channels_ready, but each channel posts one for it: the scan for an idle channel becomes a busy wait.",
    effect: Effect::Corruption,
    world: World { channels: 1, rounds: 2, ..World::PLAIN },
    breaks: &[Pattern { wanted: Wanted::Rule(rules::S10), object: "channels_ready", function: "" }],
    fixed: Fixed::By(&["d2026ee117"]),
    note: "",
};
