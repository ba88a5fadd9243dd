use model::{Action, Postcopy, ReturnPath, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "postcopy-waits-for-package-of-lost-destination",
    summary: "Nothing is left to send in POSTCOPY_DEVICE, and the connection ends: the return path's thread ends, and the source waits for its word for ever. A cancel is refused.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        action: Action::Yank,
        ..World::PLAIN
    },
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("return_path")),
            object: "postcopy",
            function: "migration_iteration_run",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("return_path")),
            object: "postcopy.rp_sem",
            function: "migration_rp_wait",
        },
    ],
    fixed: Fixed::Mended(
        &["11.1:package-wait", "11.1:return-path-kick"],
        Finding { since: "v10.2", help: Help::Nothing, ..Finding::HERE },
    ),
    note: "migration_iteration_run waits for postcopy_package_loaded_event, which only a PONG sets (7b842fe354); source_return_path_thread ends without it. Yank only shuts channels down, which nobody looks at any more. In v11.1 the end of that thread ends the wait, and the source takes the guest back.",
};
