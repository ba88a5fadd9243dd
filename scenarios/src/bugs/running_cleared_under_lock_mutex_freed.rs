use model::World;

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "running-cleared-under-lock-mutex-freed",
    summary: "A channel clears p->running while it holds p->mutex: the cleanup does not join it, and destroys the locked mutex.",
    effect: Effect::Crash,
    world: World { channels: 1, ..World::PLAIN },
    breaks: &[
        Pattern { wanted: Wanted::DestroyWhileLocked, object: "mutex", function: "" },
        Pattern { wanted: Wanted::UseAfterFree, object: "params", function: "multifd_send_thread" },
    ],
    fixed: Fixed::By(&["a2a63c4abd"]),
    note: "Without the mutex (488c84acb4) what is left is a thread that nobody joins, and that still reads p.",
};
