use model::{FaultKind, World, ZeroCopy};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "header-failure-keeps-mutex",
    summary: "The header of pages that go without a copy cannot be written: the channel leaves its loop with its mutex, and then waits for it.",
    effect: Effect::Hang,
    world: World { channels: 1, zero_copy: ZeroCopy::On, ..World::PLAIN }
        .fault(0, FaultKind::Reset(2)),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock,
        object: "params[0].mutex",
        function: "",
    }],
    fixed: Fixed::By(&["25a1f87875"]),
    note: "Between two commits of one series, in no release: since e3cce9af10 the mutex is held over writes, and of the three ways to fail only this one did not give it back.",
};
