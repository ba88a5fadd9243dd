use model::{FaultKind, Transport, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-setup-cleans-up-device-state",
    summary: "A setup that fails does not come to the state of devices, which it sets up last; the cleanup follows the null pointer.",
    effect: Effect::Crash,
    world: World { channels: 1, transport: Transport::File, ..World::PLAIN }
        .fault(0, FaultKind::Open),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "multifd_send_device_state",
        function: "multifd_send_cleanup_state",
    }],
    fixed: Fixed::FoundHere(Finding {
        since: "v10.0",
        seen: &["10.0.13", "11.1.3"],
        ..Finding::HERE
    }),
    note: "Since 0525b91a0b. A file of mapped-ram that cannot be opened for a channel does it, as where there are too many open files (EMFILE). So does a compressor's send_setup; without compression that never fails.",
};
