use model::{FaultKind, ReturnPath, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "rp-cleanup-order-vs-to-dst-file",
    summary: "Cleanup closes the file to the destination, and then joins the return path's thread, which nobody has shut down.",
    effect: Effect::Hang,
    world: World { channels: 1, return_path: ReturnPath::Answers, ..World::PLAIN }
        .fault(0, FaultKind::SaveSetup),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Ended("destination")),
        object: "return_path",
        function: "close_return_path_on_source",
    }],
    fixed: Fixed::By(&["22b04245f0"]),
    note: "Closing a descriptor does not wake who is in recvmsg on it, and keeps the destination from seeing its end.",
};
