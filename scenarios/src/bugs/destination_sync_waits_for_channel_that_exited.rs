use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Known, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-sync-waits-for-channel-that-exited",
    summary: "A channel of the destination ends before a SYNC: its thread exits without posting sem_sync, and the main loop waits for it for ever, with the big lock held.",
    effect: Effect::Hang,
    world: World { channels: 1, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::Closed(2)),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("multifdrecv")),
            object: "multifd_recv_state.sem_sync",
            function: "multifd_recv_sync_main",
        },
        // The source waits for the word of a destination that waits so.
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "destination_main_loop",
                object: "multifd_recv_state.sem_sync",
            }),
            object: "return_path",
            function: "close_return_path_on_source",
        },
    ],
    fixed: Fixed::Proposed(
        "bbab675ff8",
        Finding {
            since: "v8.2",
            help: Help::Nothing,
            seen: &["11.1.3"],
            known: Known::Reported("qemu-devel, September 2024 and August 2025"),
            ..Finding::HERE
        },
    ),
    note: "multifd_recv_thread posts multifd_recv_state->sem_sync at a SYNC only, not when it exits, whether the stream ended or was wrong; multifd_recv_sync_main waits once for each channel and does not look at exiting. multifd_recv_terminate_threads posts the channels' semaphores, not this one. A channel that fails to read a file does the same. Reported with a dead network and posted as bbab675ff8 (2025-08), which lets the main loop answer meanwhile and does not end the wait. On QEMU 11.1.3, in 4 of 4, the monitor is dead, and the source can be COMPLETED.",
};
