use model::{FaultKind, Transport, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-close-of-file-aborts",
    summary: "The file system says at the close of a channel's file that something was not written: the cleanup aborts QEMU, and with it the guest.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, pages: 0, transport: Transport::File, ..World::PLAIN }
        .fault(0, FaultKind::CloseFails),
    breaks: &[Pattern {
        wanted: Wanted::Assertion("qio_channel_close(p->c, &error_abort)"),
        object: "params",
        function: "multifd_send_cleanup_channel",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v9.0", ..Finding::HERE }),
    note: "multifd_send_cleanup_channel closes p->c with error_abort (b7b03eb614, the commit that brought files). close of a file on NFS or with a quota gives EIO, ENOSPC or EDQUOT where a write was only promised. The migration can be COMPLETED by then.",
};
