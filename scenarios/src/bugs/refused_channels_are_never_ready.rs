use model::{FaultKind, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "refused-channels-are-never-ready",
    summary: "Every channel is refused, and the migration goes on: the first sync takes the posts of the failures for answers, and the first full packet waits for a channel that is ready.",
    effect: Effect::Hang,
    world: World { channels: 1, pages: 1, ..World::PLAIN }.fault(0, FaultKind::Refused),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::NeverCreated("multifdsend")),
        object: "multifd_send_state.channels_ready",
        function: "multifd_send_pages",
    }],
    fixed: Fixed::By(&["15f3f21d59"]),
    note: "The failed creation records an error and posts, and says neither exit nor FAILED. Reported on qemu-devel in January 2024, as the second case of the patches that wait for the creation of channels.",
};
