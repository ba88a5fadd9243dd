use model::{Action, FaultKind, World, ZeroCopy};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "flush-outlasts-yank",
    summary: "A sync waits for what the kernel has to say of pages that went without a copy. A peer that acknowledges nothing keeps it waiting, and neither cancel nor yank ends that.",
    effect: Effect::Hang,
    world: World { channels: 1, action: Action::Yank, zero_copy: ZeroCopy::On, ..World::PLAIN }
        .fault(0, FaultKind::Unacknowledged),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::NeverCreated("kernel")),
        object: "error_queue",
        function: "multifd_zero_copy_flush",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", help: Help::Nothing, ..Finding::HERE }),
    note: "qio_channel_socket_flush waits for G_IO_ERR. A shutdown of the socket raises G_IO_HUP, which poll gives and the mask hides, so that the wait takes a whole core from then on. The kernel keeps what is not acknowledged: a peer that is dead ends it after TCP's timeout, one that lives with a window of zero does not.",
};
