use model::{FaultKind, Pause, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "channel-fails-before-pause",
    summary: "A channel fails while the migration waits, or is about to wait, in PRE_SWITCHOVER: it is FAILED, and neither migrate-continue nor cancel wakes it.",
    effect: Effect::Hang,
    world: World { channels: 1, pages: 3, pause: Pause::Continued, ..World::PLAIN }
        .fault(0, FaultKind::Reset(2)),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "management",
                object: "current_migration.state",
            }),
            object: "pause_event",
            function: "migration_switchover_prepare",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Ended("management")),
            object: "pause_event",
            function: "migration_switchover_prepare",
        },
    ],
    fixed: Fixed::FoundHere,
    note: "Packets of the last round can be under way, as a scan need not wrap before the completion. FAILED is set without the big lock; cancel leaves alone what is FAILED and so does migrate-continue that expects pre-switchover. One that expects failed would help. The machine stays stopped, as FINISH_MIGRATE; before 4881411136 it is the same.",
};
