use model::{Start, World, rules::S7, wire::flags::Compression};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "zero-page-not-cleared-qpl",
    summary: "A page that came through qpl and becomes zero is not cleared on the destination, which has not noted that it came.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 2,
        start: Start::Both,
        compression: Compression::Qpl,
        ..World::PLAIN
    }
    .zero(0, 2),
    breaks: &[Pattern { wanted: Wanted::Rule(S7), object: "guest_page", function: "" }],
    fixed: Fixed::By(&["2588a5f99b"]),
    note: "5ef7e26bdb lets a page be cleared only if receivedmap has it, and qpl came after it without a word to receivedmap.",
};
