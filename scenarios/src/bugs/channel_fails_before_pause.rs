use model::{FaultKind, Pause, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "channel-fails-before-pause",
    summary: "A channel fails while the migration waits, or is about to wait, in PRE_SWITCHOVER: it is FAILED, and neither cancel nor a migrate-continue that expects pre-switchover wakes it.",
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
    fixed: Fixed::FoundHere(Finding {
        since: "v8.2",
        help: Help::ContinueInThatState,
        seen: &["10.0.13", "11.1.3"],
        ..Finding::HERE
    }),
    note: "Packets of the last round can be under way, as a scan need not wrap before the completion. FAILED is set without the big lock; cancel leaves alone what is FAILED, and migrate-continue is refused as long as its argument is another state. With the state failed it gets the migration going again. On QEMU 11.1.3 the state is failing, a cancel makes it cancelling and still nothing moves, and migrate-continue with that very state helps. The machine stays stopped, as FINISH_MIGRATE; before 4881411136 it is the same.",
};
