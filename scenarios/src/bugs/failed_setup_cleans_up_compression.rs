use model::{FaultKind, World, wire::flags::Compression};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-setup-cleans-up-compression",
    summary: "send_setup of a channel fails, and the cleanup calls send_cleanup of every channel: zlib, zstd and uadk follow the null pointer of those that were not set up.",
    effect: Effect::Crash,
    world: World { channels: 1, compression: Compression::Zlib, ..World::PLAIN }
        .fault(0, FaultKind::SendSetup),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "compress_data",
        function: "multifd_send_cleanup_channel",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "It takes a failed allocation, or with uadk a device that cannot be opened. qpl and qatzip ask for the pointer first.",
};
