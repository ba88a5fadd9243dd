use model::{FaultKind, ReturnPath, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "rp-close-decides-by-migration-error",
    summary: "A completion that fails records no error, so cleanup sees none, does not shut the return path down and joins its thread.",
    effect: Effect::Hang,
    world: World { channels: 1, return_path: ReturnPath::Answers, ..World::PLAIN }
        .fault(0, FaultKind::SaveComplete),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Waits { thread: "destination", object: "stream_ended" }),
        object: "return_path",
        function: "close_return_path_on_source",
    }],
    fixed: Fixed::By(&["30158d8850"]),
    note: "It came with 9425ef3f99; before 22b04245f0 the same world hangs because of the order.",
};
