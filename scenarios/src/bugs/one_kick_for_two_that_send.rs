use model::{Devices, FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "one-kick-for-two-that-send",
    summary: "A channel that fails posts channels_ready once, for the migration thread. A thread that saves a device may wait there as well: one of the two waits for ever, and with it the completion, which holds the big lock.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        rounds: 0,
        devices: Devices { count: 1, packets: 2 },
        ..World::PLAIN
    }
    .fault(0, FaultKind::Reset(2)),
    breaks: &[
        // In the completion, the migration thread holds the big lock while it waits.
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "save_thread",
                object: "channels_ready",
            }),
            object: "main_loop.bql",
            function: "",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::EndedAfter {
                thread: "multifdsend",
                object: "channels_ready",
            }),
            object: "channels_ready",
            function: "multifd_send",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "save_thread",
                object: "channels_ready",
            }),
            object: "multifd_send_device_state.finished",
            function: "multifd_join_device_state_save_threads",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", help: Help::Nothing, ..Finding::HERE }),
    note: "multifd_send looks at exiting before it takes the mutex and before it waits, and not once more; whoever wakes and leaves posts nothing. Cancel needs the big lock. With several channels the posts of the others mostly rescue the one that waits.",
};
