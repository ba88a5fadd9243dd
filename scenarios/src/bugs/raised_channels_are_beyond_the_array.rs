use model::{Action, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "raised-channels-are-beyond-the-array",
    summary: "Management raises multifd-channels while a migration is running. Nobody refuses it, and the loops over the channels, which ask anew in each turn how many there are, go on behind the end of the array that the setup has allocated.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, action: Action::RaiseChannels, ..World::PLAIN },
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: "params[" }),
            object: "multifd_send_state.",
            function: "multifd_send",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "save_thread",
                object: "channels_ready",
            }),
            object: "multifd_send_device_state.finished",
            function: "multifd_join_device_state_save_threads",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S13, "the number of channels"),
            object: "multifd_send_state",
            function: "multifd_send",
        },
        // Here who has come there gives up, and the token that it has taken is gone.
        Pattern {
            wanted: Wanted::Deadlock(Why::NeverCreated("multifdsend")),
            object: "multifd_send_state.",
            function: "multifd_send",
        },
        Pattern {
            wanted: Wanted::DataRace("multifd_"),
            object: "parameters.multifd_channels",
            function: "qmp_migrate_set_parameters",
        },
    ],
    fixed: Fixed::FoundHere(Finding {
        since: "v8.2",
        seen: &["10.0.13", "11.1.3"],
        known: Known::Commit("ba92642400"),
        ..Finding::HERE
    }),
    note: "qmp_migrate_set_capabilities refuses while migration_is_running, qmp_migrate_set_parameters does not. The loops of the destination ask anew as well. The end is SIGSEGV. v11.1 reads the number once for each send and each sync (75d782a1e9, ba92642400): what changes between two of them is as before.",
};
