use model::{Action, FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Known, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "cancel-waits-for-stalled-handshake",
    summary: "A handshake that stalls cannot be cancelled: nobody shuts its socket down, and the setup waits for it.",
    effect: Effect::Hang,
    world: World { channels: 1, action: Action::Cancel, ..World::TLS }
        .fault(0, FaultKind::HandshakeStalls),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "multifd-tls-handshake-worker",
                object: ".incoming",
            }),
            object: "channels_created",
            function: "multifd_send_setup",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "multifd-tls-handshake-worker",
                object: "unblocked",
            }),
            object: "channels_created",
            function: "multifd_send_setup",
        },
    ],
    fixed: Fixed::FoundHere(Finding {
        since: "v9.0",
        help: Help::Nothing,
        seen: &["11.1.3"],
        known: Known::Reported("Launchpad 1902470, 2020"),
        ..Finding::HERE
    }),
    note: "migrate_cancel shuts down the main channel only, and the socket is not registered with yank before the handshake ends. Without keep-alive it lasts as long as the peer is silent.",
};
