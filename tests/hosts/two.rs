//! Two channels of both hosts, one of which fails.

use expect_test::expect_file;
use model::{Action, FaultKind, ReturnPath, Transport, World};
use sim_io::StrategyKind;

use super::*;

const TWO: World = World { channels: 2, ..ONE };

/// The most schedules of a row.
const MOST: u64 = 1_000_000;

/// Everything that can go wrong at channel 1, then the main channel, then what a user does.
fn worlds(base: World) -> Vec<World> {
    let setup = [
        FaultKind::Refused,
        FaultKind::SendSetup,
        FaultKind::TlsClient,
        FaultKind::TlsServer,
        FaultKind::Handshake,
        FaultKind::HandshakeRejected,
        FaultKind::HandshakeStalls,
    ];
    let writes = (0..=4).flat_map(|at| [FaultKind::Reset(at), FaultKind::Stall(at)]);
    let kinds = setup.into_iter().chain(writes).chain((0..=2).map(FaultKind::Main));
    let faulty = kinds.map(|kind| base.fault(1, kind));
    let actions = [Action::Cancel, Action::Yank].map(|action| World { action, ..base });
    faulty.chain(actions).filter(|world| world.check().is_ok()).collect()
}

fn section(name: &str, base: World) -> String {
    let mut table = format!("\n## {name}\n\n");
    table.push_str(
        "| what happens | schedules | source, destination | broken |\n|---|---|---|---|\n",
    );
    for world in worlds(base) {
        let verdict = searched(world, "v10.2", StrategyKind::Cached, Some(MOST));
        let (what, ends, broken) = words(world, &verdict);
        let cut = if verdict.ending == Ending::Exhausted { "" } else { " (cut)" };
        let count = verdict.schedules;
        writeln!(table, "| {what} | {count}{cut} | {ends} | {broken} |").expect("a string");
    }
    table
}

#[test]
#[ignore = "takes minutes: its table says how to run it"]
fn two_channels_of_both_hosts_meet_each_single_fault_as_it_is_written_down() {
    let sections = [
        section("Sockets", TWO),
        section("Return path", World { return_path: ReturnPath::Answers, ..TWO }),
        section("TLS", World { transport: Transport::Tls, ..TWO }),
    ];
    let table = [include_str!("two_channels.md"), &sections.concat()].concat();
    expect_file!["../../reports/hosts-two-channels.md"].assert_eq(&table);
}
