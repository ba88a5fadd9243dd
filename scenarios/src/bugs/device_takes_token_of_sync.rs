use model::{Devices, ReturnPath, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "device-takes-token-of-sync",
    summary: "A channel that has done a sync posts channels_ready for it; a thread that saves a device takes that token before the migration thread does, and scans for an idle channel while there is none: a busy wait.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        return_path: ReturnPath::Answers,
        devices: Devices { count: 1, packets: 2 },
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S10, "token"),
        object: "channels_ready",
        function: "multifd_send",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "The scan ends when the channel has written what it was given before; until then it takes a processor, with multifd_send_mutex held.",
};
