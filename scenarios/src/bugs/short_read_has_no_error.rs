use model::{FaultKind, Start, Transport, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "short-read-has-no-error",
    summary: "A file that ends too early: the channel that reads its end prepends to an error that is not there, and follows a null pointer.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        transport: Transport::File,
        start: Start::Incoming,
        ..World::PLAIN
    }
    .fault(0, FaultKind::FileEnds(2)),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "local_err",
        function: "multifd_file_recv_data",
    }],
    fixed: Fixed::Mended(
        &["11.1:whole-reads-and-writes"],
        Finding { since: "v9.0", ..Finding::HERE },
    ),
    note: "multifd_file_recv_data calls error_prepend whenever it read another number of bytes than it should; qio_channel_pread sets an error only if the read failed, not if it was short.",
};
