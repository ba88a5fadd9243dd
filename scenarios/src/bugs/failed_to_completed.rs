use model::{FaultKind, World, rules, wire::flags::Compression};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "failed-to-completed",
    summary: "A migration that a channel has failed becomes COMPLETED: the last sync succeeds on the channel's kick, and the last step takes FAILED for a state that can complete.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        pages: 0,
        compression: Compression::Zlib,
        ..World::PLAIN
    }
    .fault(0, FaultKind::Reset(2)),
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::S15, "had failed"),
            object: "current_migration",
            function: "migration_completion_end",
        },
        Pattern {
            wanted: Wanted::Rule(rules::ENDED, "from failed to completed"),
            object: "current_migration",
            function: "migration_completion_end",
        },
        Pattern {
            wanted: Wanted::Rule(rules::ENDED, "from failing to completed"),
            object: "current_migration",
            function: "migration_completion_end",
        },
    ],
    fixed: Fixed::FoundHere(Finding {
        since: "v9.0",
        seen: &["10.0.13", "11.1.3"],
        ..Finding::HERE
    }),
    note: "It came with 63f64d77f0, which reads the state anew; the exchange from the state that the completion began in had failed. With a return path its close sees the error. Since 8305921a91 a completion over sockets without compression asks for errors before it ends (multifd_join_device_state_save_threads, device or not): what is left is compression, a file (file-completed-without-its-pages), and a packet of a device that fails after that. On QEMU 10.0.13 with zlib 7 of 11 migrations that had an error were completed, without compression 0 of 11; with zlib on 11.1.3 as well, where it goes from failing to completed, and the destination hangs.",
};
