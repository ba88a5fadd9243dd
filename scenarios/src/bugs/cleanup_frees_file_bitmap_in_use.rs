use model::{FaultKind, Pause, Transport, World};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "cleanup-frees-file-bitmap-in-use",
    summary: "The cleanup of RAM frees the bitmap of the pages that are in the file before the channels are told to exit: one that still has work sets a bit of it.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        pages: 3,
        transport: Transport::File,
        pause: Pause::Continued,
        ..World::PLAIN
    }
    .fault(1, FaultKind::NoSpace(2)),
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree("ram_save_cleanup"),
        object: "file_bmap",
        function: "multifd_set_file_bitmap",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v9.1", ..Finding::HERE }),
    note: "Since 92c20b2fc5 ram_save_cleanup frees block->file_bmap, and migration_cleanup calls it before multifd_send_shutdown. Where the pointer is cleared in time, the channel follows a null pointer. Any end without a last sync will do: here the disk is full in the middle of a scan, where the pause leaves it; a cancel does as well.",
};
