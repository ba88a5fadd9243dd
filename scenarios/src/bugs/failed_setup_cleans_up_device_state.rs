use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-setup-cleans-up-device-state",
    summary: "A setup that fails does not come to the state of devices, which it sets up last; the cleanup follows the null pointer.",
    effect: Effect::Crash,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::SendSetup),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "multifd_send_device_state",
        function: "multifd_send_cleanup_state",
    }],
    fixed: Fixed::FoundHere,
    note: "Since 0525b91a0b, v10.0. Without compression send_setup never fails; a compressor's can, and a file of mapped-ram that cannot be opened takes the same way out.",
};
