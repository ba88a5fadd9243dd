use model::{Devices, FaultKind, World, rules};

use crate::{Bug, Code, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "completed-to-failed-by-channel",
    summary: "A channel fails with the last packet of a device's state as the migration completes: it looks whether the migration can fail, and then takes COMPLETED for what it fails from. The guest has gone, the migration is FAILED, and its notifiers hear of no end.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        devices: Devices { count: 1, packets: 1 },
        ..World::PLAIN
    }
    .fault(0, FaultKind::Reset(3)),
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::HEARD, "nothing after the beginning"),
            object: "current_migration",
            function: "migrate_fd_cleanup",
        },
        Pattern {
            wanted: Wanted::Rule(rules::ENDED, "from completed to failing"),
            object: "current_migration.state",
            function: "multifd_send",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v11.0", code: Code::Unoptimised, ..Finding::HERE }),
    note: "The two reads of cancelling-to-failed-by-channel, with the end of the completion between them. Up to v10.2 the cleanup tells FAILED. Since 6f5bc070fd the migration thread does, which has seen COMPLETED, and the cleanup tells DONE of what has not failed. gcc at -O1 and -O2 makes one read of the two.",
};
