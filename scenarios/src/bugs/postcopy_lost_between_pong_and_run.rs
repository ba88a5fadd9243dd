use model::{FaultKind, Postcopy, ReturnPath, Start, World, rules};

use crate::{Bug, Effect, Finding, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "postcopy-lost-between-pong-and-run",
    summary: "The destination says that the package is loaded before it obeys RUN. The main channel fails in between: it exits, and the source waits for a recovery that nobody can give.",
    effect: Effect::Crash,
    world: World {
        channels: 1,
        pages: 0,
        start: Start::Both,
        return_path: ReturnPath::Answers,
        postcopy: Postcopy::Started,
        ..World::PLAIN
    }
    .fault(0, FaultKind::Main(5)),
    breaks: &[Pattern {
        wanted: Wanted::Rule(rules::GUEST, "neither can run"),
        object: "current_migration",
        function: "",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v10.1", ..Finding::HERE }),
    note: "7b842fe354 keeps the source in POSTCOPY_DEVICE until the PONG, so that it can go on where the destination cannot. The PING stands before RUN in the package, and the thread that listens pauses only once RUN has made the state RUNNING: until then an error is its end. Before that commit the source has never been able to go back.",
};
