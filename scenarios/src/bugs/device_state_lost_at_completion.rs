use model::{Devices, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "device-state-lost-at-completion",
    summary: "The threads that save devices end when their last packet is handed over, not when it is written, and no sync follows: without a return path the cleanup tells the channel to exit before it writes it, and a COMPLETED migration has lost it.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        devices: Devices { count: 1, packets: 1 },
        ..World::PLAIN
    },
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "load_thread", object: ".ready" }),
            object: "load_threads.finished",
            function: "qemu_loadvm_thread_pool_wait",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S15, "never written"),
            object: "multifd_send_device_state",
            function: "multifd_send_cleanup_state",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "Nothing goes wrong in that world. With a return path the migration waits for the destination's last word, which comes when its devices are loaded; VFIO asks for no return path.",
};
