use model::{FaultKind, Transport, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "send-setup-early-return-on-create-failure",
    summary: "The setup returns at the first channel that cannot open the file; the cleanup then posts the semaphores of channels that were never initialised.",
    effect: Effect::Crash,
    world: World { transport: Transport::File, ..World::PLAIN }.fault(0, FaultKind::Open),
    breaks: &[Pattern {
        wanted: Wanted::UseBeforeInit,
        object: "params[1].sem",
        function: "multifd_send_terminate_threads",
    }],
    fixed: Fixed::By(&["0bd5b9284f"]),
    note: "With one channel nothing is uninitialised, but the error is lost, and the migration stays in SETUP.",
};
