use model::{Devices, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "bye-races-with-device-state",
    summary: "A migration is COMPLETED while a channel still writes the last packet of a device's state: the cleanup ends the TLS session under it.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        devices: Devices { count: 1, packets: 1 },
        ..World::TLS
    },
    breaks: &[Pattern {
        wanted: Wanted::DataRace("qio_channel_tls_bye"),
        object: "].written",
        function: "qio_channel_write_all",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.0", ..Finding::HERE }),
    note: "The same gap as in device-state-lost-at-completion, over TLS: that the migration succeeded does not mean that its channels are idle, as 82f038d596 takes it to mean.",
};
