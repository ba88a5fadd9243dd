use model::{Start, World, rules::S7, wire::flags::Compression};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "zero-page-not-cleared-qatzip",
    summary: "A page that came through qatzip and becomes zero is not cleared on the destination, which has not noted that it came.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 2,
        start: Start::Both,
        compression: Compression::Qatzip,
        ..World::PLAIN
    }
    .zero(0, 2),
    breaks: &[Pattern { wanted: Wanted::Rule(S7), object: "guest_page", function: "" }],
    fixed: Fixed::By(&["a523bc5216"]),
    note: "As with qpl; 80484f9459 brought the method.",
};
