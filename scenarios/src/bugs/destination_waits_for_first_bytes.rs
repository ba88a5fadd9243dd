use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-waits-for-first-bytes",
    summary: "A connection comes and brings nothing. The destination's main loop waits for its first four bytes, to tell by them which channel it is, and meanwhile serves neither the monitor nor another connection.",
    effect: Effect::Hang,
    world: World { channels: 1, rounds: 0, pages: 0, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::Stall(0)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread: "source", object: "outgoing_socket[" }),
        object: "incoming_socket[",
        function: "migration_ioc_process_incoming",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", help: Help::YankOutOfBand, ..Finding::HERE }),
    note: "migration_channel_read_peek reads, or waits in qio_channel_wait_cond, in the callback that accepts, outside of any coroutine. Over TLS the handshake reads the first bytes, and nothing is peeked at.",
};
