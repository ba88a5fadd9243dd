use model::{Action, ReturnPath, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "shutdown-races-with-close-of-return-path",
    summary: "Whoever ends the return path closes the descriptor that the main channel shares with it, while cancel or yank shuts that down.",
    effect: Effect::Latent,
    world: World {
        channels: 1,
        rounds: 0,
        pages: 0,
        return_path: ReturnPath::Answers,
        action: Action::Yank,
        ..World::PLAIN
    },
    breaks: &[
        Pattern {
            wanted: Wanted::DataRace("qemu_fclose"),
            object: "main_channel.fd",
            function: "qemu_file_shutdown",
        },
        Pattern {
            wanted: Wanted::DataRace("qemu_fclose"),
            object: "main_channel.fd",
            function: "migration_yank_iochannel",
        },
    ],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", ..Finding::HERE }),
    note: "qemu_fclose calls qio_channel_close, and migration_release_dst_files calls it without a lock, while to_dst_file and its entry with yank are still there. A shutdown that has read the number of the descriptor then strikes whoever got it next. Since v11.0 the file is closed on the main loop, where a cancel cannot come between; yank still can.",
};
