use model::{Action, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Known, Later, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "lowered-channels-are-never-stopped",
    summary: "Management lowers multifd-channels while a migration is running. The channels above are left out of each sync, nobody stops or joins their threads, and what they use is freed under them; those that it meets later end in an assertion.",
    effect: Effect::Crash,
    world: World { rounds: 0, action: Action::LowerChannels, ..World::PLAIN },
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "return_path", object: "main_" }),
            object: "postcopy.package_loaded",
            function: "migration_iteration_run",
        },
        Pattern { wanted: Wanted::UseAfterFree, object: "", function: "multifd_" },
        Pattern { wanted: Wanted::NeverJoined, object: "", function: "" },
        Pattern { wanted: Wanted::Leak, object: "", function: "" },
        // Who is left out waits for ever, and so does a destination that waits for its SYNC.
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("live_migration")),
            object: "params[",
            function: "multifd_send_thread",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "return_path", object: "main_" }),
            object: "return_path",
            function: "close_return_path_on_source",
        },
        Pattern {
            wanted: Wanted::Assertion("QLIST_EMPTY(&entry->yankfns)"),
            object: "yank instance",
            function: "migrate_fd_cleanup",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S9),
            object: "params[",
            function: "multifd_send_sync_main",
        },
        Pattern { wanted: Wanted::Rule(rules::S10), object: "channels_ready", function: "" },
        Pattern { wanted: Wanted::DataRace, object: "parameters.multifd_channels", function: "" },
    ],
    fixed: Fixed::FoundHere(Finding {
        since: "v8.2",
        later: Later::Changed,
        seen: &["10.0.13", "11.1.3"],
        known: Known::Commit("ba92642400"),
        ..Finding::HERE
    }),
    note: "As raised-channels-are-beyond-the-array: qmp_migrate_set_parameters asks nobody whether a migration is running. The end is SIGABRT.",
};
