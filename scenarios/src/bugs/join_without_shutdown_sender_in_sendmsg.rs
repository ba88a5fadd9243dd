use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "join-without-shutdown-sender-in-sendmsg",
    summary: "A channel is refused while the peer of another does not read: the cleanup wakes both and joins the one that writes, which goes on writing.",
    effect: Effect::Hang,
    world: World { rounds: 0, pages: 0, ..World::PLAIN }
        .fault(0, FaultKind::Stall(0))
        .fault(1, FaultKind::Refused),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: "unblocked" }),
        object: "multifdsend_",
        function: "multifd_send_terminate_threads",
    }],
    fixed: Fixed::By(&["077fbb5942"]),
    note: "The join is on the main loop, with the big lock held: guest and monitor stop as well. Reported on qemu-devel in November 2021, with the sender in sendmsg.",
};
