use model::{FaultKind, World, ZeroCopy};

use crate::{Bug, Effect, Fixed, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "header-failure-keeps-mutex",
    summary: "The header of pages that go without a copy cannot be written: the channel leaves its loop with its mutex, and then waits for it.",
    effect: Effect::Hang,
    world: World { channels: 1, zero_copy: ZeroCopy::On, ..World::PLAIN }
        .fault(0, FaultKind::Reset(2)),
    breaks: &[
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: ".mutex" }),
            object: "params[0].mutex",
            function: "multifd_send",
        },
        Pattern {
            wanted: Wanted::Deadlock(Why::Waits { thread: "multifdsend", object: ".mutex" }),
            object: "multifdsend_",
            function: "multifd_send_terminate_threads",
        },
    ],
    fixed: Fixed::By(&["25a1f87875"]),
    note: "Between two commits of one series, in no release: since e3cce9af10 the mutex is held over writes, and of the three ways to fail only this one did not give it back.",
};
