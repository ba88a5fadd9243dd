use model::{FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cleanup-without-setup",
    summary: "A migration that fails before its thread exists is cleaned up as if multifd were set up: multifd_send_state is still NULL.",
    effect: Effect::Crash,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Notifier),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "multifd_send_state",
        function: "multifd_send_terminate_threads",
    }],
    fixed: Fixed::FoundHere(Finding {
        since: "v9.0",
        seen: &["11.1.3"],
        known: Known::Commit("4a99d19093"),
        ..Finding::HERE
    }),
    note: "The cleanup goes by to_dst_file, which is set. It came with 4af667f87c, as a notifier that objects is the first failure there; a descriptor that cannot be made blocking and a machine that cannot be stopped for CPR go the same way. Where nothing objects by design, cpr-reboot of a running guest does it: with VFIO, or where a disk cannot be flushed as the machine stops (SIGSEGV on QEMU 11.1.3). 4a99d19093, posted in 2025 for postcopy, would have the cleanup ask whether there is a multifd.",
};
