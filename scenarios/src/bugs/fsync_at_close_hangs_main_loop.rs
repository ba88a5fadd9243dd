use model::{FaultKind, Transport, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "fsync-at-close-hangs-main-loop",
    summary: "The cleanup closes each channel on a file and waits until all of it is on the disk, in the main loop and with the big lock held.",
    effect: Effect::Hang,
    world: World { channels: 1, transport: Transport::File, ..World::PLAIN }
        .fault(0, FaultKind::DiskStalls),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Outside),
        object: "socket[0].unblocked",
        function: "multifd_send_cleanup_channel",
    }],
    fixed: Fixed::By(&["61dec06082"]),
    note: "In QEMU it takes minutes, not for ever.",
};
