use model::{Start, World, rules::S7, wire::flags::Compression};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "zero-page-not-cleared-uadk",
    summary: "A page that came through uadk and becomes zero is not cleared on the destination, which has not noted that it came.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 2,
        start: Start::Both,
        compression: Compression::Uadk,
        ..World::PLAIN
    }
    .zero(0, 2),
    breaks: &[Pattern {
        wanted: Wanted::Rule(S7, "not cleared"),
        object: "guest_page",
        function: "multifd_recv_sync_main",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v9.1", ..Finding::HERE }),
    note: "What 2588a5f99b and a523bc5216 mended for qpl and qatzip is still so in multifd_uadk_recv, which calls multifd_recv_zero_page_process and never ramblock_recv_bitmap_set_offset: 5ef7e26bdb changed zlib, zstd and no compression, and uadk came after it.",
};
