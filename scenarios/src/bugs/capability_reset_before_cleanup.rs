use model::{Action, World};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "capability-reset-before-cleanup",
    summary: "A migration has failed, or completed, and management switches multifd off before the cleanup. That then takes multifd for never having been there: the channels stay, and QEMU dies of an assertion.",
    effect: Effect::Crash,
    world: World { channels: 1, rounds: 0, action: Action::SwitchOff, ..World::PLAIN },
    breaks: &[
        Pattern {
            wanted: Wanted::Assertion("QLIST_EMPTY(&entry->yankfns)"),
            object: "yank instance",
            function: "migrate_fd_cleanup",
        },
        Pattern { wanted: Wanted::Leak("multifd_"), object: "", function: "" },
        Pattern {
            wanted: Wanted::Leak("socket_start_outgoing_migration"),
            object: "outgoing_args.saddr",
            function: "",
        },
        Pattern {
            wanted: Wanted::Leak("mapped_ram_setup_ramblock"),
            object: "file_bmap",
            function: "",
        },
        Pattern { wanted: Wanted::Leak("qio_channel_tls_bye"), object: "bye_error", function: "" },
        Pattern { wanted: Wanted::NeverJoined("multifd_"), object: "", function: "" },
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("live_migration")),
            object: "params[",
            function: "multifd_send_thread",
        },
        Pattern {
            wanted: Wanted::DataRace("multifd_"),
            object: "parameters.multifd_off",
            function: "qmp_migrate_set_capabilities",
        },
    ],
    fixed: Fixed::FoundHere(Finding {
        since: "v8.2",
        known: Known::Commit("069b33bf00"),
        ..Finding::HERE
    }),
    note: "FAILED, CANCELLED and COMPLETED are not running, so qmp_migrate_set_capabilities is obeyed. libvirt resets what it has set as soon as it hears of one. Shivam Kumar named it in 2024 (069b33bf00). d1ab9655fd, in v11.0, has a FAILING that is running, for failures alone: after COMPLETED the window stays.",
};
