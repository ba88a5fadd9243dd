use model::{World, ZeroCopy, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "missed-zero-copy-counts-idle-channels",
    summary: "A sync that finds nothing in flight on a channel counts it in dirty_sync_missed_zero_copy, as if the kernel had copied.",
    effect: Effect::Corruption,
    world: World { channels: 1, rounds: 0, zero_copy: ZeroCopy::On, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::COPIED, "a flush of nothing"),
        object: "in_flight",
        function: "multifd_zero_copy_flush",
    }],
    fixed: Fixed::Mended(&["11.1:zero-copy-fallback"], Finding { since: "v10.2", ..Finding::HERE }),
    note: "Since 84005f4a2b, qio_channel_socket_flush returns 1 unless something went without a copy since the last flush; before, it returned 0 where nothing was queued. The first sync of each migration is such a one, and any of a channel that had no pages. Later a flush is counted if the kernel has copied something.",
};
