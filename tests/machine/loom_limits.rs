//! Limits of loom that must not reach its users, or must be said.
//!
//! loom misses most failures of `try_lock`. Nothing here tests that: this crate
//! offers no `try_lock`, and QEMU's migration code uses none.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use multifd_tests::{exhaustive, limited, program, spawn, world};
use sim_io::{
    CutReason, Ending, EngineName, Name, Search, StrategyKind, declare_thread, qatomic_set,
    qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_post, qemu_sem_wait, qemu_thread_create_detached,
    qemu_thread_join,
};

/// Far more executions than the 20,000 between two looks of loom at its limits.
fn endless() {
    let w = world();
    let steps = move || (0..20).for_each(|step| qatomic_set(w.a, step));
    spawn(w.one, "one", steps);
    spawn(w.two, "two", steps);
    steps();
    qemu_thread_join(w.one);
    qemu_thread_join(w.two);
}

fn cut(reason: CutReason, ending: &Ending) -> bool {
    matches!(ending, Ending::Cut { reason: cut, .. } if *cut == reason)
}

#[test]
fn loom_stops_at_the_limit_of_schedules() {
    let dfs = StrategyKind::Dfs { preemptions: None };
    let verdict = limited(EngineName::Loom, dfs, 123).run(&program(endless));
    assert_eq!(verdict.schedules, 123);
    assert!(cut(CutReason::Schedules, &verdict.ending));
}

#[test]
fn loom_stops_at_the_limit_of_time() {
    let time_max = Some(Duration::from_millis(100));
    let start = Instant::now();
    let verdict = Search { time_max, ..exhaustive(EngineName::Loom) }.run(&program(endless));
    assert!(cut(CutReason::Time, &verdict.ending));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_world_with_too_many_threads_for_loom_is_refused_with_a_reason() {
    let crowd = |threads: u8| {
        program(move || {
            for index in 1..threads {
                qemu_thread_create_detached(declare_thread(Name::indexed("thread", index)), || ());
            }
        })
    };
    let fits = exhaustive(EngineName::Loom).run(&crowd(5));
    assert_eq!(fits.ending, Ending::Exhausted);
    let refused = exhaustive(EngineName::Loom).run(&crowd(6));
    assert!(cut(CutReason::Engine, &refused.ending));
    assert_eq!(refused.schedules, 0);
    let note = refused.note.expect("a reason");
    assert_eq!(note, "loom runs at most 5 threads, and this world has more");
    // And the next search is as good as the first.
    assert_eq!(exhaustive(EngineName::Loom).run(&crowd(5)), fits);
}

#[test]
fn a_schedule_that_is_too_long_for_loom_only_is_no_violation() {
    let steps = 9_000;
    let long = program(move || {
        let w = world();
        (0..steps).for_each(|step| qatomic_set(w.a, step));
    });
    let verdict = exhaustive(EngineName::Loom).run(&long);
    assert!(cut(CutReason::Engine, &verdict.ending));
    assert_eq!(verdict.found, []);
    assert_eq!(verdict.note.as_deref(), Some("loom counts at most 8192 steps"));
    assert_eq!(exhaustive(EngineName::Explore).run(&long).found, []);
}

#[test]
fn a_model_that_is_not_deterministic_is_no_proof_and_breaks_nothing() {
    static TURNS: AtomicU64 = AtomicU64::new(0);
    let fickle = program(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        spawn(w.two, "two", move || qemu_sem_wait(w.sem));
        if TURNS.fetch_add(1, Ordering::Relaxed) == 0 {
            qatomic_set(w.b, 1);
        } else {
            qemu_mutex_lock(w.mutex);
            qemu_mutex_unlock(w.mutex);
        }
        qemu_sem_post(w.sem);
        qemu_thread_join(w.one);
        qemu_thread_join(w.two);
    });
    let verdict = exhaustive(EngineName::Loom).run(&fickle);
    assert!(cut(CutReason::Engine, &verdict.ending), "{:?}", verdict.ending);
    let note = verdict.note.expect("a reason");
    assert!(note.starts_with("loom gave up: "), "{note}");
    let calm = program(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        qemu_thread_join(w.one);
    });
    assert_eq!(exhaustive(EngineName::Loom).run(&calm).ending, Ending::Exhausted);
}

#[test]
fn loom_has_one_strategy_and_says_so() {
    for strategy in [StrategyKind::Random, StrategyKind::Pct { depth: 2 }, StrategyKind::Dpor] {
        let verdict = limited(EngineName::Loom, strategy, 5).run(&program(endless));
        assert!(cut(CutReason::Engine, &verdict.ending));
        assert!(verdict.note.is_some());
    }
}
