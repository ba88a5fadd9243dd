use model::{Action, FaultKind, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "stalled-completion-holds-the-big-lock",
    summary: "The completion waits for a channel whose peer stops reading, with the big lock held: the main loop stops, and no command is obeyed that is not out of band.",
    effect: Effect::Hang,
    world: World { channels: 1, rounds: 0, action: Action::Cancel, ..World::PLAIN }
        .fault(0, FaultKind::Stall(2)),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits {
                thread: "live_migration",
                object: "error_queue",
            }),
            object: "main_loop.bql",
            function: "",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: "unblocked" }),
            object: "main_loop.bql",
            function: "",
        },
    ],
    fixed: Fixed::FoundHere(Finding {
        since: "v8.2",
        help: Help::YankOutOfBand,
        seen: &["10.0.13"],
        ..Finding::HERE
    }),
    note: "ram_save_complete runs under the big lock, and a write to a peer that stops reading has no limit of time. Out of band is exec-oob, on a monitor that has the capability: any other command waits for the main loop.",
};
