use model::{ReturnPath, Start, World, rules::S22};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "own-shutdown-taken-for-error",
    summary: "The destination shuts its TLS channels down when it has all, and a channel that is reading takes that for a session cut short.",
    effect: Effect::Latent,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        ..World::TLS
    },
    breaks: &[Pattern {
        wanted: Wanted::Rule(S22),
        object: "current_incoming",
        function: "process_incoming_migration_bh",
    }],
    fixed: Fixed::By(&["7e0c22d585"]),
    note: "57941c9c86 asks whether this side has shut the channel down before it reads, not when the read has failed. In v9.1 and v9.2 no channel reads by then: each waits at its last SYNC. With a return path the source ends its sessions only when the destination has shut them down.",
};
