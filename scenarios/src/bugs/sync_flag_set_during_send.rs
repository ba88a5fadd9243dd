use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "sync-flag-set-during-send",
    summary: "A sync that is asked for before the channel has woken rides with the pages, and an empty packet follows.",
    effect: Effect::Corruption,
    world: World { channels: 1, ..World::PLAIN },
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::S8),
        object: "params",
        function: "multifd_send_thread",
    }],
    fixed: Fixed::By(&["f5f48a7891"]),
    note: "With both hosts, that packet may find a destination that has completed and closed its sockets: the channel fails, and with it a migration that the destination goes on with.",
};
