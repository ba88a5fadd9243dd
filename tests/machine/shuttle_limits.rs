//! Limits of shuttle that must not reach its users: failing schedules that are lost.
//! One more is that abandoned executions leak: see `leaks.rs`.

use std::collections::BTreeSet;

use multifd_tests::{always_stuck, exhaustive, limited, program, spawn, world};
use sim_io::{
    Breach, CutReason, Ending, EngineName, Name, Program, ShuttleScheduler, StrategyKind, broken,
    qatomic_fetch_inc, qemu_thread_join, replay_shuttle,
};

const SHUTTLES_RANDOM: StrategyKind = StrategyKind::Shuttle(ShuttleScheduler::Random);
const SHUTTLES_SAMPLERS: [StrategyKind; 3] = [
    SHUTTLES_RANDOM,
    StrategyKind::Shuttle(ShuttleScheduler::Pct { depth: 3 }),
    StrategyKind::Shuttle(ShuttleScheduler::Urw),
];

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
    let verdict = limited(EngineName::Shuttle, SHUTTLES_RANDOM, 1_000).run(&program);
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
    let strategy = StrategyKind::Shuttle(ShuttleScheduler::Pct { depth: 3 });
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
    for strategy in SHUTTLES_SAMPLERS {
        let search = limited(EngineName::Shuttle, strategy, 50);
        let verdict = search.run(&every_order_fails());
        assert_eq!(verdict, search.run(&every_order_fails()), "{strategy:?}");
        let other = sim_io::Search { seed: 2, ..search };
        assert_ne!(verdict.found, other.run(&every_order_fails()).found, "{strategy:?}");
    }
}

#[test]
fn a_program_without_concurrency_is_no_error_to_any_scheduler() {
    for strategy in SHUTTLES_SAMPLERS {
        let verdict = limited(EngineName::Shuttle, strategy, 5).run(&program(|| {
            world();
        }));
        assert_eq!((verdict.schedules, verdict.found.len()), (5, 0), "{strategy:?}");
    }
}

#[test]
fn only_shuttle_has_the_schedulers_of_shuttle_and_our_kernel_says_so() {
    for strategy in SHUTTLES_SAMPLERS {
        let verdict = limited(EngineName::Explore, strategy, 5).run(&every_order_fails());
        assert!(matches!(verdict.ending, Ending::Cut { reason: CutReason::Engine, .. }));
        let note = verdict.note.as_deref();
        assert_eq!(note, Some("only the engine shuttle has shuttle's own schedulers"));
        assert_eq!(verdict.schedules, 0);
    }
}
