use model::{FaultKind, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "sync-succeeds-on-a-kick",
    summary: "The last channel fails its sync and kicks: multifd_send_sync_main takes the kick for an answer and succeeds.",
    effect: Effect::Latent,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Reset(1)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S9, "succeeds"),
        object: "params",
        function: "multifd_send_sync_main",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "exiting is not checked after the last wait. The migration has failed by then, so what follows is a flush for a sync that never was.",
};
