use model::{World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "setup-in-main-loop-starves-callbacks",
    summary: "The migration thread starts its RAM work before the channels exist, because their callbacks wait for the main loop.",
    effect: Effect::Latent,
    world: World { channels: 1, ..World::PLAIN },
    breaks: &[
        Pattern {
            wanted: Wanted::Rule(rules::SETTLED),
            object: "multifd_send_state",
            function: "",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("io-task-worker")),
            object: "channels_created",
            function: "multifd_send_setup",
        },
    ],
    fixed: Fixed::By(&["dd904bc13f", "93fa9dc2e0"]),
    note: "dd904bc13f, which the corpus names, moves the setup and so lets callbacks run; only 93fa9dc2e0 waits for them. With dd904bc13f alone taken out of it, the setup waits for callbacks of the thread that it runs in.",
};
