use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cleanup-vs-channel-creation-uaf",
    summary: "Cleanup frees everything while another channel is still being created; its thread then posts channels_ready of a freed multifd_send_state.",
    effect: Effect::Crash,
    world: World::TLS.fault(1, FaultKind::Handshake),
    breaks: &[
        Pattern {
            wanted: Wanted::UseAfterFree,
            object: "multifd_send_state.channels_ready",
            function: "multifd_send_thread",
        },
        Pattern {
            wanted: Wanted::UseAfterFree,
            object: "params",
            function: "multifd_new_send_channel_async",
        },
    ],
    fixed: Fixed::By(&["93fa9dc2e0"]),
    note: "The crash of the mail thread on the 14-patch series (v1): a handshake fails, the migration thread gives up, and the cleanup overtakes the other channel.",
};
