//! Ends of a search, and what each may be called.

use std::{sync::Arc, time::Duration};

use expect_test::expect;
use multifd_tests::{exhaustive, limited, program, spawn, world};
use sim_io::{
    Breach, CutReason, Ending, EngineName, Program, Search, ShuttleScheduler, Stop, StrategyKind,
    Verdict, process_ends, qatomic_read, qatomic_set, qemu_sem_wait, qemu_thread_join,
};

const DFS: StrategyKind = StrategyKind::Dfs { preemptions: None };

/// 3432 orders of the steps of two threads, without a join.
fn large() -> Program {
    program(|| {
        let w = world();
        let steps = move || (0..7).for_each(|step| qatomic_set(w.a, step));
        spawn(w.one, "one", steps);
        steps();
        qemu_thread_join(w.one);
    })
}

fn racy() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || w.plain.set(1));
        qatomic_read(w.a);
        w.plain.set(2);
        qemu_thread_join(w.one);
    })
}

fn reason(verdict: &Verdict) -> Option<CutReason> {
    match verdict.ending {
        Ending::Cut { reason, .. } => Some(reason),
        Ending::Exhausted | Ending::Bounded { .. } | Ending::Sampled(_) => None,
    }
}

#[test]
fn a_limit_of_schedules_is_kept_exactly_and_is_no_proof() {
    for engine in [EngineName::Explore, EngineName::Shuttle, EngineName::Loom] {
        for limit in [0, 1, 7, 100] {
            let verdict = limited(engine, DFS, limit).run(&large());
            assert_eq!(verdict.schedules, limit, "{engine:?}");
            assert_eq!(reason(&verdict), Some(CutReason::Schedules), "{engine:?}");
        }
    }
}

#[test]
fn a_sample_is_called_a_sample() {
    let samples = |engine, strategy| {
        let verdict = limited(engine, strategy, 25).run(&large());
        assert_eq!(verdict.schedules, 25);
        assert!(matches!(verdict.ending, Ending::Sampled(_)), "{engine:?} {strategy:?}");
    };
    for strategy in [StrategyKind::Random, StrategyKind::Pct { depth: 3 }] {
        for engine in [EngineName::Explore, EngineName::Shuttle, EngineName::Os] {
            samples(engine, strategy);
        }
    }
    let pct = ShuttleScheduler::Pct { depth: 3 };
    for scheduler in [ShuttleScheduler::Random, pct, ShuttleScheduler::Urw] {
        samples(EngineName::Shuttle, StrategyKind::Shuttle(scheduler));
    }
}

#[test]
fn a_limit_of_time_is_kept() {
    for engine in EngineName::ALL {
        let search = Search { time_max: Some(Duration::ZERO), ..exhaustive(engine) };
        let verdict = search.run(&large());
        assert_eq!(verdict.schedules, 0, "{engine:?}");
        assert_eq!(reason(&verdict), Some(CutReason::Time), "{engine:?}");
    }
}

#[test]
fn who_waits_when_the_process_ends_is_no_finding() {
    let may_end = program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 1);
            qemu_sem_wait(w.sem);
        });
        if qatomic_read(w.a) == 1 {
            process_ends();
        }
    });
    let dpor = Search { strategy: StrategyKind::Dpor, ..exhaustive(EngineName::Explore) };
    let cached = Search { strategy: StrategyKind::Cached, ..dpor.clone() };
    let engines = [EngineName::Explore, EngineName::Shuttle, EngineName::Loom].map(exhaustive);
    for search in engines.into_iter().chain([dpor, cached]) {
        let verdict = search.run(&may_end);
        assert_eq!(verdict.found.len(), 1, "{:?}", search.engine);
        assert_eq!(verdict.found[0].violation.breach, Breach::Deadlock);
        let (times, schedules) = (verdict.found[0].times, verdict.schedules);
        assert!(times < schedules, "{:?}: {times} of {schedules}", search.engine);
    }
}

#[test]
fn a_search_can_stop_at_the_first_violation() {
    for engine in EngineName::ALL {
        let search = Search { stop: Stop::AtFirst, ..exhaustive(engine) };
        let verdict = search.run(&racy());
        assert_eq!(verdict.schedules, 1, "{engine:?}");
        assert_eq!(reason(&verdict), Some(CutReason::Found), "{engine:?}");
        let never = Stop::AtMatch(Arc::new(|violation| violation.breach == Breach::Leak));
        let verdict = Search { stop: never, ..exhaustive(engine) }.run(&racy());
        assert_ne!(reason(&verdict), Some(CutReason::Found), "{engine:?}");
    }
}

#[test]
fn real_threads_run_a_stated_number_of_schedules_by_default() {
    let verdict = exhaustive(EngineName::Os).run(&program(|| ()));
    assert_eq!(verdict.schedules, 1_000);
    assert!(matches!(verdict.ending, Ending::Sampled(_)));
}

#[test]
fn a_bound_of_preemptions_is_no_proof_unless_it_never_binds() {
    let mut text = String::new();
    for bound in 0..=5 {
        let strategy = StrategyKind::Dfs { preemptions: Some(bound) };
        let search = Search { strategy, ..exhaustive(EngineName::Explore) };
        let verdict = search.run(&racy());
        text += &format!("{bound}: {} schedules, {:?}\n", verdict.schedules, verdict.ending);
    }
    expect![[r#"
        0: 1 schedules, Bounded { preemptions: 0 }
        1: 4 schedules, Exhausted
        2: 4 schedules, Exhausted
        3: 4 schedules, Exhausted
        4: 4 schedules, Exhausted
        5: 4 schedules, Exhausted
    "#]]
    .assert_eq(&text);
}

#[test]
fn few_preemptions_leave_few_schedules() {
    let counts = |engine| {
        [0, 1, 2, 3].map(|bound| {
            let strategy = StrategyKind::Dfs { preemptions: Some(bound) };
            Search { strategy, ..exhaustive(engine) }.run(&large()).schedules
        })
    };
    expect!["[1, 9, 57, 225]"].assert_eq(&format!("{:?}", counts(EngineName::Explore)));
    let loom = counts(EngineName::Loom);
    assert!(loom.is_sorted(), "{loom:?}");
    let strategy = StrategyKind::Dfs { preemptions: Some(1) };
    let bounded = Search { strategy, ..exhaustive(EngineName::Loom) }.run(&large());
    assert_eq!(bounded.ending, Ending::Bounded { preemptions: 1 });
}

#[test]
fn a_schedule_that_does_not_end_is_cut_and_reported() {
    for engine in EngineName::ALL {
        let mut search = limited(engine, DFS, 10);
        search.steps_max = 50;
        let verdict = search.run(&program(|| {
            let w = world();
            spawn(w.one, "one", move || while qatomic_read(w.a) == 0 {});
            while qatomic_read(w.a) == 0 {}
        }));
        assert_eq!(verdict.found.len(), 1, "{engine:?}: {:?}", verdict.note);
        assert_eq!(verdict.found[0].violation.breach, Breach::TooLong, "{engine:?}");
        assert_eq!(verdict.found[0].times, verdict.schedules, "{engine:?}");
        assert_eq!(verdict.found[0].violation.detail, "50 steps in all", "{engine:?}");
    }
}

#[test]
fn a_panic_of_the_model_is_a_bug_of_the_model() {
    for engine in EngineName::ALL {
        let verdict = limited(engine, DFS, 3).run(&program(|| {
            let w = world();
            spawn(w.one, "one", || std::panic::resume_unwind(Box::new("oops")));
            qemu_thread_join(w.one);
        }));
        assert_eq!(verdict.found.len(), 1, "{engine:?}");
        assert_eq!(verdict.found[0].violation.breach, Breach::Internal("oops".into()));
    }
}
