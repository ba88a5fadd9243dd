use model::{FaultKind, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "destination-channel-arrives-at-failure",
    summary: "A channel of the destination fails and shuts the others down, by pointers that the main loop is setting for those that still arrive.",
    effect: Effect::Latent,
    world: World { start: Start::Incoming, ..World::PLAIN }.fault(0, FaultKind::PacketMagic(1)),
    breaks: &[
        Pattern {
            wanted: Wanted::DataRace("multifd_recv_terminate_threads"),
            object: "recv_params[",
            function: "multifd_recv_new_channel",
        },
        Pattern {
            wanted: Wanted::DataRace("multifd_recv_thread"),
            object: "recv_params[",
            function: "multifd_recv_terminate_threads",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "multifd_recv_terminate_threads reads p->c of every channel without a lock. One that it misses sees exiting before it reads.",
};
