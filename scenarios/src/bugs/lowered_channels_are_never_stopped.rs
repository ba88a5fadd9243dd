use model::{Action, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted, Why};

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
        Pattern {
            wanted: Wanted::UseAfterFree("multifd_send_cleanup"),
            object: "",
            function: "multifd_",
        },
        Pattern {
            wanted: Wanted::UseAfterFree("ram_save_cleanup"),
            object: "file_bmap",
            function: "multifd_set_file_bitmap",
        },
        Pattern { wanted: Wanted::Leak("qio_channel_tls_bye"), object: "bye_error", function: "" },
        Pattern { wanted: Wanted::NeverJoined("multifd_"), object: "", function: "" },
        Pattern {
            wanted: Wanted::NeverDestroyed,
            object: "params[",
            function: "multifd_send_cleanup_state",
        },
        Pattern { wanted: Wanted::Leak("multifd_"), object: "", function: "" },
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
            wanted: Wanted::Rule(rules::S9, "succeeds"),
            object: "params[",
            function: "multifd_send_sync_main",
        },
        // What befalls a channel that no sync asks is not seen.
        Pattern {
            wanted: Wanted::Rule(rules::S15, "COMPLETED, and"),
            object: "current_migration",
            function: "migration_completion_end",
        },
        Pattern {
            wanted: Wanted::Rule(rules::S10, "token"),
            object: "channels_ready",
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
    note: "As raised-channels-are-beyond-the-array: qmp_migrate_set_parameters asks nobody whether a migration is running. The end is SIGABRT.",
};
