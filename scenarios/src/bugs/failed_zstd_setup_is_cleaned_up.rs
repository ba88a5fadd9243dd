use model::{ExitOnError, FaultKind, Start, World, wire::flags::Compression};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-zstd-setup-is-cleaned-up",
    summary: "The destination cannot set up zstd for a channel, and frees what p->compress_data still points to. With exit-on-error=off it goes on, and a channel or the cleanup uses that after it was freed.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        compression: Compression::Zstd,
        start: Start::Incoming,
        exit_on_error: ExitOnError::Off,
        ..World::PLAIN
    }
    .fault(0, FaultKind::RecvSetup)
    .fault(0, FaultKind::StrayConnection),
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree("multifd_recv_setup"),
        object: "compress_data",
        function: "multifd_",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "multifd_zstd_recv_setup sets p->compress_data before anything can fail and never takes it back, and multifd_zstd_recv_cleanup follows it without a question. It takes an allocation that fails at a connection that is not needed, as that of another machine which is the first to come: the refused one leaves a setup that the next take for complete. Where the destination exits at such an error (2b667a8c0f, by default), nobody comes by it again; where one of its own connections is refused, it waits for ever (dest-hang-after-setup-error, destination-that-stays-waits-for-refused-connection).",
};
