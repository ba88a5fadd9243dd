use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "packet-num-overwritten",
    summary: "A packet's number is assigned when it is asked for, and overwritten by the next request.",
    effect: Effect::Corruption,
    world: World { channels: 1, ..World::PLAIN },
    breaks: &[Pattern { wanted: Wanted::Rule(rules::S6), object: "params", function: "" }],
    fixed: Fixed::By(&["98ea497d8b"]),
    note: "",
};
