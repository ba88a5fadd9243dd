//! Limits of shuttle that must not reach its users: failing schedules that are
//! lost, and memory that leaks with every execution that is abandoned.

use std::{collections::BTreeSet, fs};

use multifd_tests::{exhaustive, limited, program, spawn, world};
use sim_io::{
    Breach, CutReason, Ending, EngineName, Name, Program, StrategyKind, broken, qatomic_fetch_inc,
    qemu_sem_wait, qemu_thread_join, replay_shuttle,
};

/// Every order of the steps of two threads breaks a rule of its own: 3432 of
/// them, all of the same length.
fn every_order_fails() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || (0..7).for_each(|_| _ = qatomic_fetch_inc(w.a)));
        let order: Vec<u64> = (0..7).map(|_| qatomic_fetch_inc(w.a)).collect();
        qemu_thread_join(w.one);
        broken(&format!("{order:?}"), Name::of("order"), "");
    })
}

fn always_stuck() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            let _owned = vec![0u8; 1 << 10];
            qemu_sem_wait(w.sem);
        });
        spawn(w.two, "two", move || qemu_sem_wait(w.sem));
        qemu_thread_join(w.one);
    })
}

#[test]
fn every_failing_schedule_is_kept_even_if_all_are_equally_long() {
    let verdict = exhaustive(EngineName::Shuttle).run(&every_order_fails());
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(verdict.found.len(), 3432);
    let schedules: BTreeSet<&str> =
        verdict.found.iter().filter_map(|found| found.engine_schedule.as_deref()).collect();
    assert_eq!(schedules.len(), 3432, "each has a schedule of its own");
    let lengths: BTreeSet<usize> = schedules.iter().map(|schedule| schedule.len()).collect();
    assert_eq!(lengths.len(), 1, "and all are equally long");
}

#[test]
fn every_kept_schedule_of_shuttle_shows_its_violation_again() {
    let program = every_order_fails();
    let verdict = limited(EngineName::Shuttle, StrategyKind::Random, 1_000).run(&program);
    assert!(verdict.found.len() > 500, "{}", verdict.found.len());
    for found in &verdict.found {
        let schedule = found.engine_schedule.as_deref().expect("a failing schedule has a name");
        let again = replay_shuttle(&program, schedule, 10_000);
        assert_eq!(again.found.len(), 1);
        assert_eq!(again.found[0].violation, found.violation);
        assert_eq!(again.found[0].schedule, found.schedule);
        assert_eq!(again.note, None);
    }
}

#[test]
fn a_schedule_that_deadlocks_replays_too() {
    let strategy = StrategyKind::Pct { depth: 3 };
    let verdict = limited(EngineName::Shuttle, strategy, 20).run(&always_stuck());
    assert_eq!(verdict.schedules, 20);
    let found = &verdict.found[0];
    assert_eq!((found.violation.breach.clone(), found.times), (Breach::Deadlock, 20));
    let schedule = found.engine_schedule.as_deref().expect("a name");
    let again = replay_shuttle(&always_stuck(), schedule, 10_000);
    assert_eq!(again.found[0].violation, found.violation);
}

#[test]
fn a_schedule_of_another_program_is_refused_with_a_reason() {
    let verdict = exhaustive(EngineName::Shuttle).run(&every_order_fails());
    let schedule = verdict.found[0].engine_schedule.as_deref().expect("a name");
    let refused = replay_shuttle(&always_stuck(), schedule, 10_000);
    assert!(matches!(refused.ending, Ending::Cut { reason: CutReason::Engine, .. }));
    assert_eq!(refused.note.as_deref(), Some("the schedule does not fit the program"));
    let garbage = replay_shuttle(&always_stuck(), "no schedule", 10_000);
    assert_eq!(garbage.note.as_deref(), Some("this is not a schedule of shuttle"));
}

#[test]
fn a_seed_gives_the_same_schedules_again_and_another_seed_gives_others() {
    let strategies = [StrategyKind::Random, StrategyKind::Pct { depth: 3 }, StrategyKind::Urw];
    for strategy in strategies {
        let search = limited(EngineName::Shuttle, strategy, 50);
        let verdict = search.run(&every_order_fails());
        assert_eq!(verdict, search.run(&every_order_fails()), "{strategy:?}");
        let other = sim_io::Search { seed: 2, ..search };
        assert_ne!(verdict.found, other.run(&every_order_fails()).found, "{strategy:?}");
    }
}

#[test]
fn a_program_without_concurrency_is_no_error_to_any_scheduler() {
    for strategy in [StrategyKind::Random, StrategyKind::Pct { depth: 3 }, StrategyKind::Urw] {
        let verdict = limited(EngineName::Shuttle, strategy, 5).run(&program(|| {
            world();
        }));
        assert_eq!((verdict.schedules, verdict.found.len()), (5, 0), "{strategy:?}");
    }
}

#[test]
fn shuttle_does_not_bound_preemptions_and_says_so() {
    let strategy = StrategyKind::Dfs { preemptions: Some(2) };
    let verdict = limited(EngineName::Shuttle, strategy, 5).run(&every_order_fails());
    assert!(matches!(verdict.ending, Ending::Cut { reason: CutReason::Engine, .. }));
    assert!(verdict.note.is_some());
}

/// The memory that this process has in use, in bytes.
fn resident() -> u64 {
    const PAGE: u64 = 4096;
    let statm = fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages: u64 = statm.split(' ').nth(1).and_then(|n| n.parse().ok()).expect("a number");
    pages * PAGE
}

#[test]
fn executions_that_deadlock_do_not_leak() {
    const RUNS: u64 = 20_000;
    // What shuttle leaks of abandoned executions would be 14 MiB; the bound
    // allows for the other tests of this process.
    const BOUND: u64 = 12 << 20;
    let engines = [EngineName::Explore, EngineName::Shuttle, EngineName::Loom];
    for engine in engines {
        let strategy = match engine {
            EngineName::Loom => StrategyKind::Dfs { preemptions: None },
            EngineName::Explore | EngineName::Shuttle | EngineName::Os => StrategyKind::Random,
        };
        let run = |runs| {
            (0..runs)
                .map(|_| limited(engine, strategy, 100).run(&always_stuck()).schedules)
                .sum::<u64>()
        };
        run(5);
        let before = resident();
        let mut schedules = 0;
        while schedules < RUNS {
            schedules += run(10);
        }
        let grown = resident().saturating_sub(before);
        assert!(grown < BOUND, "{engine:?}: {grown} bytes in {schedules} executions");
    }
}
