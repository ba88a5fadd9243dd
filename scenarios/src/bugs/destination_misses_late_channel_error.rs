use model::{FaultKind, Start, World, rules::S22};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "destination-misses-late-channel-error",
    summary: "A channel of the destination fails after the last sync, and the destination is COMPLETED all the same.",
    effect: Effect::Latent,
    world: World { channels: 1, rounds: 0, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::LateGarbage),
    breaks: &[Pattern {
        wanted: Wanted::Rule(S22, "is COMPLETED"),
        object: "current_incoming",
        function: "process_incoming_migration_bh",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "e0ad300fe1 makes qemu_loadvm_state look at the migration's error once, when the main channel has ended: what a channel meets between that and multifd_recv_shutdown still goes unnoticed. All pages are there by then.",
};
