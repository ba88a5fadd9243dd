use model::{FaultKind, Postcopy, ReturnPath, Start, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "postcopy-listener-fails-as-guest-starts",
    summary: "The main channel fails while the destination loads the package: the thread that listens means to say FAILED, RUN changes the state between its two reads of it, and the guest goes on without the pages that never came.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        ..World::PLAIN
    }
    .fault(0, FaultKind::Main(5)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::ARRIVED, "older"),
        object: "guest_page",
        function: "postcopy_listen_thread_bh",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.2", ..Finding::HERE }),
    note: "postcopy_listen_thread reads mis->state for the exchange with FAILED, and loadvm_postcopy_handle_run exchanges POSTCOPY_DEVICE with POSTCOPY_ACTIVE meanwhile (7b842fe354). The bottom half then tears everything down, finds no FAILED, and does not exit (468a7effde).",
};
