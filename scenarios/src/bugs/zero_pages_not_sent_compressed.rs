use model::{Start, World, rules::S7, wire::flags::Compression};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "zero-pages-not-sent-compressed",
    summary: "A channel that compresses leaves out a packet whose pages are all zero: they keep what they held before on the destination.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 2,
        pages: 1,
        start: Start::Both,
        compression: Compression::Zlib,
        ..World::PLAIN
    }
    .zero(0, 2),
    breaks: &[Pattern { wanted: Wanted::Rule(S7), object: "guest_page", function: "" }],
    fixed: Fixed::By(&["cdc3970f85"]),
    note: "303e6f54f9 brought it, with every method. The packet is numbered, and the source is COMPLETED.",
};
