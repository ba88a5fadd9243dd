use model::{Action, FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "bye-holds-the-big-lock",
    summary: "The cleanup of a migration that succeeded ends a TLS session whose peer stops reading, with the big lock held: the main loop stops.",
    effect: Effect::Hang,
    world: World { channels: 1, rounds: 0, action: Action::Cancel, ..World::TLS }
        .fault(0, FaultKind::Stall(3)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Outside),
        object: "unblocked",
        function: "qio_channel_tls_bye",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", help: Help::YankOutOfBand, ..Finding::HERE }),
    note: "The socket blocks, and the shutdown comes after the message. The channel is still registered with yank.",
};
