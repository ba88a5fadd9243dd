use model::{Postcopy, ReturnPath, Start, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "pages-lost-as-postcopy-begins",
    summary: "Postcopy begins in the middle of a scan, and the pages that wait for a channel never go.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        ..World::PLAIN
    },
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::S21, "are not sent"),
            object: "current_migration",
            function: "postcopy_start",
        },
        Pattern {
            wanted: Wanted::Rule(rules::ARRIVED, "older"),
            object: "guest_page",
            function: "postcopy_listen_thread",
        },
    ],
    fixed: Fixed::Latent { commit: "ad8d82ffbb", shown_at: "head-ad8d82ffbb" },
    note: "Postcopy beside multifd came after this commit (e274188612), so nobody has met it.",
};
