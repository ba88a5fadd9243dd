use model::{FaultKind, Postcopy, ReturnPath, Start, World, rules};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "postcopy-failure-stays-in-device",
    summary: "Postcopy cannot begin. What fails is taken to be in POSTCOPY_ACTIVE and is in DEVICE, where it stays: nobody lets the guest go on, and every later migration is refused.",
    effect: Effect::Hang,
    world: World {
        channels: 1,
        rounds: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        ..World::PLAIN
    }
    .fault(0, FaultKind::SaveComplete),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::L8, "stays in device"),
        object: "current_migration",
        function: "migrate_fd_cleanup",
    }],
    fixed: Fixed::By(&["725a9e5f78"]),
    note: "Since 4881411136 postcopy is DEVICE on its way.",
};
