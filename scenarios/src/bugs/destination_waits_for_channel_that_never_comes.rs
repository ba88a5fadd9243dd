use model::{FaultKind, ReturnPath, Start, World};

use crate::{Bug, Effect, Finding, Fixed, Help, Pattern, Wanted, Why};

pub(super) const BUG: Bug = Bug {
    name: "destination-waits-for-channel-that-never-comes",
    summary: "The source fails before it has connected all its channels, and closes those that it has. The destination begins the load when the last has come: until then it does not read the main channel, and a channel that ends says nothing. It waits for one more connection for ever.",
    effect: Effect::Hang,
    world: World { start: Start::Both, return_path: ReturnPath::Answers, ..World::PLAIN }
        .fault(1, FaultKind::Refused),
    breaks: &[Pattern {
        wanted: Wanted::Deadlock(Why::Neither("multifdrecv", "multifd-tls-handshake-worker")),
        object: "destination_main_loop.sources",
        function: "",
    }],
    fixed: Fixed::FoundHere(Finding { since: "v8.2", help: Help::Nothing, ..Finding::HERE }),
    note: "Known here before as another form of destination-waits-for-failed-handshake. The main channel has to be known before it ends: by the request for a return path, or over TLS. Otherwise its missing magic makes the destination exit. The user has to end the destination. Posted patches were looked for with one search of public issues only.",
};
