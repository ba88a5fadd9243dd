use model::{Devices, FaultKind, ReturnPath, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "failed-channel-leaves-return-path-waiting",
    summary: "A channel fails with the last packet of a device's state, while the migration thread waits for the destination's last word. The migration is FAILED and its error known, but nobody ends that wait, and the destination, which lacks the packet, says nothing.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        rounds: 0,
        return_path: ReturnPath::Answers,
        devices: Devices { count: 1, packets: 1 },
        ..World::PLAIN
    }
    .fault(0, FaultKind::Reset(3)),
    // The receiver that lacks the packet waits as well: a destination that is a value, or one that
    // is played.
    breaks: &[
        while_waits("destination", "device_packets"),
        while_waits("destination_main_loop", "load_threads.finished"),
    ],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", help: Help::CancelOrYank, ..Finding::HERE }),
    note: "close_return_path_on_source looks for an error once, before it waits. Without devices no channel has anything left to write by then.",
};

const fn while_waits(thread: &'static str, object: &'static str) -> Pattern {
    Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread, object }),
        object: "return_path",
        function: "close_return_path_on_source",
    }
}
