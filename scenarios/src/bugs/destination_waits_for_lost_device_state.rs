use model::{Devices, FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-waits-for-lost-device-state",
    summary: "A channel of the destination ends, or fails, with a packet of a device's state still to come. The thread that loads the device waits for it, and the main loop for the thread, for ever.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Incoming,
        devices: Devices { count: 1, packets: 1 },
        ..World::PLAIN
    }
    .fault(0, FaultKind::Truncated(2)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread: "load_thread", object: "ready" }),
        object: "load_threads.finished",
        function: "qemu_loadvm_thread_pool_wait",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", help: Help::Nothing, ..Finding::HERE }),
    note: "qemu_loadvm_state looks for errors before it waits and after it. Who fails meanwhile sets neither load_threads_abort nor wakes a device: only the cleanup does, and it comes after the wait.",
};
