use model::{FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Known, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "sync-waits-for-channel-that-exited",
    summary: "A channel fails while another has a sync to do: the other sees exiting, leaves without posting sem_sync, and the migration thread waits for it for ever.",
    effect: Effect::Hang,
    world: World::PLAIN.fault(1, FaultKind::Reset(1)),
    breaks: &[
        // In the completion, the migration thread holds the big lock while it waits.
        Pattern {
            wanted: Wanted::Deadlock(Why::EndedAfter { thread: "multifdsend", object: "exiting" }),
            object: "main_loop.bql",
            function: "",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::EndedAfter { thread: "multifdsend", object: "exiting" }),
            object: "sem_sync",
            function: "multifd_send_sync_main",
        },
    ],
    fixed: Fixed::Mended(
        &["11.0:always-kick"],
        Finding {
            since: "v8.2",
            help: Help::Nothing,
            seen: &["10.0.13"],
            known: Known::Reported("hangs of test_multifd_tcp_cancel, 2021 and 2022, unexplained"),
            ..Finding::HERE
        },
    ),
    note: "multifd_send_sync_main checks exiting before it waits, and multifd_send_thread posts nothing when it exits without an error of its own. It may be what test_multifd_tcp_cancel hung in on aarch64 (2021-08), 32-bit arm (2022-01) and s390 (2022-03), which was not explained. Met on QEMU 10.0.13 in 3 of 18 and in 4 of 40 migrations, on 11.1.3 in none of 40: since v11.0 every channel posts at its end.",
};
