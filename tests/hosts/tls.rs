//! Both hosts, over TLS: every handshake has two sides, and so has its failure.

use std::collections::BTreeSet;

use expect_test::expect_file;
use model::{Action, FaultKind, Termination, Transport, World};
use multifd_tests::{breaches, outcomes};
use sim_io::StrategyKind;

use super::{ALL, ONE, faulty, table};
use crate::complete::complete;

const TLS: World = World { transport: Transport::Tls, ..ONE };

/// The breaches of a migration with nothing wrong, and the numbers of schedules of both complete
/// searches.
fn healthy(world: World, release: &str) -> (BTreeSet<String>, u64, u64) {
    let all = complete(world, release, StrategyKind::Dpor);
    let merged = complete(world, release, StrategyKind::Cached);
    assert_eq!(outcomes(&all), ["completed, completed"].into(), "{release}");
    assert_eq!(outcomes(&merged), outcomes(&all), "{release}");
    assert_eq!(breaches(&merged), breaches(&all), "{release}");
    (breaches(&all), all.schedules, merged.schedules)
}

#[test]
fn a_healthy_migration_over_tls_completes_at_every_release_and_breaks_nothing_since_v10_2() {
    let world = World { rounds: 2, pages: 4, ..TLS };
    let releases = ["v9.0", "v9.1", "v9.2", "v10.0", "v10.1", "v10.2", "head"];
    // Up to v9.2 no source ends its sessions, in v9.0 a receiver meets that and does not report it;
    // from v9.1 to v10.1 it takes its own shutdown for an error.
    let unheard = "broken: S22: current_incoming";
    let broken = releases.map(|release| {
        let (broken, traces, states) = healthy(world, release);
        (broken.into_iter().collect::<Vec<_>>().join("; "), traces, states)
    });
    let expected = [
        (unheard, 9_108, 136),
        ("", 11_880, 87),
        ("", 11_880, 87),
        (unheard, 13_266, 120),
        (unheard, 13_266, 120),
        ("", 4_950, 98),
        ("", 4_950, 98),
    ];
    assert_eq!(broken, expected.map(|(broken, traces, states)| (broken.into(), traces, states)));
}

#[test]
fn a_receiver_that_may_do_without_the_end_of_a_session_misses_none_since_there_is_such_a_property()
{
    let relaxed = World { termination: Termination::Any, ..TLS };
    let [before, after] = ["v9.0", "v10.0"].map(|release| {
        let verdict = complete(relaxed, release, StrategyKind::Dpor);
        assert_eq!(outcomes(&verdict), ["completed, completed"].into());
        breaches(&verdict).len()
    });
    assert_eq!((before, after), (1, 0));
}

#[test]
fn a_session_that_is_reset_when_it_would_end_fails_at_times_a_destination_that_has_everything() {
    let world = TLS.fault(0, FaultKind::Reset(5));
    let verdict = complete(world, "v10.2", StrategyKind::Cached);
    assert_eq!(outcomes(&verdict), ["completed, completed", "completed, failed"].into());
}

#[test]
fn a_client_that_the_server_rejects_is_told_by_a_reset_when_it_writes() {
    let world = TLS.fault(0, FaultKind::HandshakeRejected);
    let verdict = complete(world, "v10.2", StrategyKind::Cached);
    // It took its handshake for a success, so it is a write that fails.
    assert!(breaches(&verdict).contains("broken: S9: params[0]"));
    // The destination is not told that no other client will come.
    assert_eq!(outcomes(&verdict), [].into());
    assert!(breaches(&verdict).contains("deadlock: destination_main_loop.sources"));
}

#[test]
fn what_each_single_fault_does_to_both_hosts_over_tls_is_written_down() {
    let kinds = [
        FaultKind::Refused,
        FaultKind::TlsClient,
        FaultKind::TlsServer,
        FaultKind::Handshake,
        FaultKind::HandshakeRejected,
        FaultKind::HandshakeStalls,
        FaultKind::SendSetup,
    ];
    let mut worlds = faulty(TLS, &kinds, 5);
    worlds.extend([Action::Cancel, Action::Yank].map(|action| World { action, ..TLS }));
    let table = table(include_str!("tls.md"), &ALL, &worlds);
    expect_file!["../../reports/hosts-tls.md"].assert_eq(&table);
}
