use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Known, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-sync-waits-for-silent-channel",
    summary: "A connection brings nothing more and does not end. Its channel of the destination goes on reading, and the main loop waits for its SYNC with the big lock held.",
    effect: Effect::Hang,
    world: World { channels: 1, rounds: 0, pages: 0, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::Stall(1)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread: "multifdrecv", object: ".incoming" }),
        object: "multifd_recv_state.sem_sync",
        function: "multifd_recv_sync_main",
    }],
    fixed: Fixed::Proposed(
        "bbab675ff8",
        Finding {
            since: "v8.2",
            help: Help::Nothing,
            known: Known::Reported("qemu-devel, September 2024 and August 2025"),
            ..Finding::HERE
        },
    ),
    note: "multifd_recv_sync_main waits without a limit of time. A yank ends the read, and the channel then leaves without a post: destination-sync-waits-for-channel-that-exited. bbab675ff8, as posted, lets the main loop answer meanwhile and does not end the wait.",
};
