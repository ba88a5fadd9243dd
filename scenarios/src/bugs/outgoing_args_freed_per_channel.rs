use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "outgoing-args-freed-per-channel",
    summary: "The address that all channels connect to is freed by whoever destroys a channel: nobody frees it if no channel came up.",
    effect: Effect::Leak,
    world: World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Refused),
    breaks: &[Pattern { wanted: Wanted::Leak, object: "outgoing_args.saddr", function: "" }],
    fixed: Fixed::By(&["72b90b9687"]),
    note: "Only between 0518b5d8d3 and its fix. Before, a channel that never came up was destroyed as well: the first one freed what the others might have used, and none did any more.",
};
