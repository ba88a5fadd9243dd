use model::{FaultKind, Start, World, rules::S13};

use crate::{Bug, Effect, Finding, Fixed, Known, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "channel-id-one-too-high",
    summary: "A connection says that it is channel N of N: the check lets it pass, and the destination goes on behind the end of its channels.",
    effect: Effect::Crash,
    world: World { channels: 1, start: Start::Incoming, ..World::PLAIN }
        .fault(0, FaultKind::InitId(1)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(S13, "the number of channels"),
        object: "multifd_recv_state",
        function: "multifd_recv_new_channel",
    }],
    fixed: Fixed::Mended(
        &["810bf31a1b"],
        Finding { since: "v8.2", known: Known::Commit("810bf31a1b"), ..Finding::HERE },
    ),
    note: "multifd_recv_initial_packet refuses an id above the number of channels, not one that equals it. Whoever can connect can do it, without TLS.",
};
