//! The part of a search that can be left out, and the time that the rest takes.

use std::time::{Duration, Instant};

use model::{Action, Start, Transport, World};
use sim_io::{Ending, EngineName, Program, Search, ShuttleScheduler, StrategyKind, Verdict};

use super::{Aim, Figure, at_head, hand_off, migration, search, timed};
use crate::{Around, faulty_worlds};

/// The most schedules: a search that needs more is cut, and says so.
const MOST: u64 = 10_000_000;
const EVERY: StrategyKind = StrategyKind::Dfs { preemptions: None };
const SHUTTLES_EVERY: StrategyKind = StrategyKind::Shuttle(ShuttleScheduler::Dfs);

fn ours(strategy: StrategyKind, program: &Program) -> (Verdict, Duration) {
    timed(EngineName::Explore, strategy, MOST, program)
}

fn count(verdict: &Verdict) -> String {
    let schedules = verdict.schedules;
    match verdict.ending {
        Ending::Exhausted => format!("{schedules} schedules"),
        Ending::Bounded { .. } | Ending::Sampled(_) | Ending::Cut { .. } => {
            format!("more than {schedules} schedules, cut")
        }
    }
}

/// Optimal-DPOR against loom's search.
pub(super) fn against_loom() -> Figure {
    reduction("1 channel, 2 rounds: Optimal-DPOR against loom", hand_off(1, 2), |program| {
        timed(EngineName::Loom, EVERY, MOST, program)
    })
}

/// Optimal-DPOR against shuttle's depth-first search.
pub(super) fn against_shuttle() -> Figure {
    reduction(
        "2 channels, 1 round: Optimal-DPOR against shuttle's DFS",
        hand_off(2, 1),
        |program| timed(EngineName::Shuttle, SHUTTLES_EVERY, 200_000, program),
    )
}

fn reduction(
    what: &str,
    program: Program,
    other: impl Fn(&Program) -> (Verdict, Duration),
) -> Figure {
    let (reduced, _) = ours(StrategyKind::Dpor, &program);
    let (other, _) = other(&program);
    Figure {
        what: format!("hand-off, {what}"),
        measured: format!("{}; {}", count(&reduced), count(&other)),
        value: other.schedules as f64 / reduced.schedules as f64,
        unit: "times fewer",
        aim: Aim::AtLeast(100.0),
    }
}

/// One search on two processors against one.
pub(super) fn two_jobs() -> Figure {
    let program = migration(Transport::Tls, 2, 1);
    let time = |jobs| {
        let search = Search { jobs, ..search(EngineName::Explore, StrategyKind::Dpor, 200_000) };
        let start = Instant::now();
        (search.run(&program).schedules, start.elapsed().as_secs_f64())
    };
    let ((schedules, one), (_, two)) = (time(1), time(2));
    Figure {
        what: "Optimal-DPOR, 2 channels over TLS, on two processors against one".into(),
        measured: format!("{schedules} schedules, {one:.2} s, {two:.2} s"),
        value: one / two,
        unit: "times as fast",
        aim: Aim::AtLeast(1.6),
    }
}

/// Executions of Optimal-DPOR for each distinct trace.
pub(super) fn redundancy() -> Figure {
    let (verdict, _) = ours(StrategyKind::Dpor, &hand_off(3, 1));
    let traces = verdict.schedules - verdict.abandoned;
    Figure {
        what: "hand-off, 3 channels, 1 round: executions of Optimal-DPOR a trace".into(),
        measured: format!("{}, {traces} traces", count(&verdict)),
        value: verdict.schedules as f64 / traces as f64,
        unit: "executions",
        aim: Aim::AtMost(1.1),
    }
}

/// Search by states, going back by copies and by running again.
pub(super) fn by_copies() -> Figure {
    let program = migration(Transport::Socket, 3, 0);
    let (_, copied) = ours(StrategyKind::Cached, &program);
    let (_, rerun) = ours(StrategyKind::Cached, &program.run_again());
    Figure {
        what: "by states, 3 channels, setup and cleanup: copies against running again".into(),
        measured: format!("{:.2} s, {:.2} s", copied.as_secs_f64(), rerun.as_secs_f64()),
        value: rerun.as_secs_f64() / copied.as_secs_f64(),
        unit: "times as fast",
        aim: Aim::AtLeast(5.0),
    }
}

/// Two channels over TLS.
pub(super) fn two_channels_over_tls() -> Figure {
    by_states("whole migration, 2 channels over TLS, 2 rounds", Transport::Tls, 2, 2, 0.1)
}

/// Three channels over TLS.
pub(super) fn three_channels_over_tls() -> Figure {
    by_states("whole migration, 3 channels over TLS, 2 rounds", Transport::Tls, 3, 2, 60.0)
}

/// Three channels over TLS, each with one thing that goes wrong.
pub(super) fn one_fault() -> Figure {
    const SCHEDULES: u64 = 500_000;
    let mut worlds = faulty_worlds(Around::Nothing, 3, 2, 1);
    worlds.retain(|world| world.transport == Transport::Tls && world.action == Action::None);
    worlds.retain(|world| world.faults[0].is_some());
    let is_complete = |program: Program| {
        let search = search(EngineName::Explore, StrategyKind::Cached, SCHEDULES);
        search.run(&program).ending == Ending::Exhausted
    };
    let all = worlds.len();
    let complete = worlds.into_iter().filter(|world| is_complete(at_head(*world))).count();
    Figure {
        what: "3 channels over TLS, 2 rounds, one fault each: complete, by states".into(),
        measured: format!("{complete} of {all} worlds, within {SCHEDULES} schedules each"),
        value: complete as f64,
        unit: "worlds",
        aim: Aim::AtLeast(all as f64),
    }
}

/// Four channels.
pub(super) fn four_channels() -> Figure {
    by_states("whole migration, 4 channels, 2 rounds", Transport::Socket, 4, 2, 0.3)
}

/// Six channels.
pub(super) fn six_channels() -> Figure {
    by_states("whole migration, 6 channels, 2 rounds", Transport::Socket, 6, 2, 10.0)
}

/// Four channels over TLS.
pub(super) fn four_channels_over_tls() -> Figure {
    by_states("whole migration, 4 channels over TLS, 2 rounds", Transport::Tls, 4, 2, 15.0)
}

/// Both hosts, two channels over TLS.
pub(super) fn both_hosts_over_tls() -> Figure {
    let both = World { channels: 2, rounds: 2, start: Start::Both, ..World::PLAIN };
    let program = at_head(World { transport: Transport::Tls, ..both });
    complete_by_states("both hosts, 2 channels over TLS, 2 rounds", &program, 1.0)
}

/// Both hosts, three channels.
pub(super) fn both_hosts_of_three() -> Figure {
    let program = at_head(World { channels: 3, start: Start::Both, ..World::PLAIN });
    complete_by_states("both hosts, 3 channels, 1 round", &program, 15.0)
}

/// The traces of two channels and two rounds.
pub(super) fn traces() -> Figure {
    let (verdict, _) = ours(StrategyKind::Dpor, &migration(Transport::Socket, 2, 2));
    Figure {
        what: "whole migration, 2 channels, 2 rounds: complete, Optimal-DPOR".into(),
        measured: count(&verdict),
        value: verdict.schedules as f64,
        unit: "schedules",
        aim: Aim::AtMost(3_000.0),
    }
}

fn by_states(what: &str, transport: Transport, channels: u8, rounds: u8, aim: f64) -> Figure {
    complete_by_states(what, &migration(transport, channels, rounds), aim)
}

fn complete_by_states(what: &str, program: &Program, aim: f64) -> Figure {
    let (verdict, time) = ours(StrategyKind::Cached, program);
    let complete = verdict.ending == Ending::Exhausted;
    Figure {
        what: format!("{what}: complete, by states"),
        measured: format!("{}, {:.2} s", count(&verdict), time.as_secs_f64()),
        // A search that was cut would have taken longer, by an unknown time.
        value: if complete { time.as_secs_f64() } else { f64::INFINITY },
        unit: "s",
        aim: Aim::AtMost(aim),
    }
}
