//! A schedule that could go on for ever without keeping any thread from running is a livelock;
//! nothing else is.

use expect_test::{Expect, expect};
use multifd_tests::{World, exhaustive, spawn, world};
use scenarios::simplify;
use sim_io::{
    Breach, Ending, EngineName, Found, Name, Program, Recording, Route, Search, StrategyKind,
    Verdict, Violation, await_any, c_assert, declare_thread, loop_head, qatomic_cmpxchg,
    qatomic_read, qatomic_set, qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_wait,
    qemu_thread_create_detached, replay, replay_livelock,
};

fn by_states(body: impl Fn() + Copy + Send + Sync + 'static) -> (Program, Verdict) {
    let program = Program::copyable(Name::of("main"), body);
    let search = Search { strategy: StrategyKind::Cached, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&program);
    assert_eq!(verdict.ending, Ending::Exhausted);
    (program, verdict)
}

fn livelocks(verdict: &Verdict) -> Vec<&Found> {
    let wanted = |found: &&Found| found.violation.breach == Breach::Livelock;
    verdict.found.iter().filter(wanted).collect()
}

/// All that was found, a line each and one of detail.
fn check(body: impl Fn() + Copy + Send + Sync + 'static, expected: Expect) {
    let (program, verdict) = by_states(body);
    let two = |found: &Found| {
        let Violation { breach, object, thread, detail, .. } = &found.violation;
        let detail = if detail.is_empty() { String::new() } else { format!("  {detail}\n") };
        format!("{breach}: {object}, by {thread}\n{detail}")
    };
    let lines: String = verdict.found.iter().map(two).collect();
    expected.assert_eq(&lines);
    for found in livelocks(&verdict) {
        let route = Route::Positions(found.schedule.clone());
        let recording = replay_livelock(&program, route, 10_000);
        assert!(recording.violations.contains(&found.violation), "{:?}", recording.violations);
        assert_eq!(recording.positions, found.schedule);
    }
}

/// Looks at `word` until it is not zero.
fn spin(place: &'static str, word: sim_io::Atomic<u64>) {
    loop {
        loop_head(place, &[]);
        if qatomic_read(word) != 0 {
            break;
        }
    }
}

#[test]
fn a_spin_on_a_flag_that_nobody_sets_is_a_livelock() {
    check(
        || {
            let w = world();
            spawn(w.one, "one", move || qatomic_set(w.b, 1));
            spin("main", w.a);
        },
        expect![[r#"
            livelock: w.a, by main
              step 3 over and over: main load w.a
        "#]],
    );
}

#[test]
fn a_spin_on_a_flag_that_somebody_will_set_is_none() {
    check(
        || {
            let w = world();
            spawn(w.one, "one", move || {
                spin("one", w.b);
                qatomic_set(w.a, 1);
            });
            qatomic_set(w.b, 1);
            spin("main", w.a);
            sim_io::qemu_thread_join(w.one);
        },
        expect![""],
    );
}

/// Shows its own flag and takes it back while the other's is up.
fn give_way(place: &'static str, mine: sim_io::Atomic<u64>, theirs: sim_io::Atomic<u64>) {
    loop {
        loop_head(place, &[]);
        qatomic_set(mine, 1);
        if qatomic_read(theirs) == 0 {
            break;
        }
        qatomic_set(mine, 0);
    }
    qatomic_set(mine, 0);
}

#[test]
fn two_threads_that_both_give_way_are_a_livelock() {
    check(
        || {
            let w = world();
            spawn(w.one, "one", move || give_way("one", w.a, w.b));
            give_way("main", w.b, w.a);
            sim_io::qemu_thread_join(w.one);
        },
        expect![[r#"
            livelock: w.a, by main
              steps 3 to 8 over and over: one store w.a, one load w.b, main load w.a, main store w.b
        "#]],
    );
}

/// Each of these two spins alone keeps the other from running; in turns they do not.
#[test]
fn loops_that_are_unfair_alone_and_fair_in_turns_are_a_livelock() {
    check(
        || {
            let w = world();
            spawn(w.one, "one", move || spin("one", w.a));
            spin("main", w.b);
        },
        expect![[r#"
            livelock: w.b, by main
              steps 2 to 3 over and over: one load w.a, main load w.b
        "#]],
    );
}

/// One thread stores 1 and 0 by turns. Another sometimes makes a 2 of the 0,
/// and then a 1. The third ends the process unless it finds a 2, so the only
/// fair loop leads over the 2; and back by the 1, which was explored before it.
fn three_values() {
    let w = world();
    spawn(w.one, "one", move || {
        loop {
            loop_head("one, up", &[]);
            qatomic_cmpxchg(w.a, 0, 1);
            loop_head("one, down", &[]);
            qatomic_set(w.a, 0);
        }
    });
    spawn(w.two, "two", move || {
        loop {
            loop_head("two", &[]);
            if qatomic_cmpxchg(w.a, 0, 2) == 0 {
                qatomic_set(w.a, 1);
            }
        }
    });
    qemu_thread_create_detached(declare_thread(Name::of("three")), move || {
        await_any(&[(w.a, 0), (w.a, 1)]);
        c_assert(false, "a 2 was found", Name::of("three"));
    });
}

#[test]
fn a_loop_that_returns_over_a_state_that_was_explored_before_is_a_livelock() {
    check(
        three_values,
        expect![[r#"
            assertion failed: a 2 was found: three, by three
            livelock: w.a, by one
              steps 4 to 7 over and over: two cmpxchg w.a, two store w.a, one cmpxchg w.a, one store w.a
        "#]],
    );
}

/// Takes the lock, looks, and gives it back.
fn spin_locked(place: &'static str, w: World) {
    loop {
        loop_head(place, &[]);
        qemu_mutex_lock(w.mutex);
        let seen = qatomic_read(w.a);
        qemu_mutex_unlock(w.mutex);
        if seen != 0 {
            break;
        }
    }
}

#[test]
fn who_cannot_get_a_lock_somewhere_in_a_loop_is_not_starved_by_weak_fairness() {
    // The other wants the lock in order to set the flag. A scheduler that is only
    // weakly fair may let it try whenever the lock is held.
    check(
        || {
            let w = world();
            spawn(w.one, "one", move || {
                qemu_mutex_lock(w.mutex);
                qatomic_set(w.a, 1);
                qemu_mutex_unlock(w.mutex);
            });
            spin_locked("main", w);
            sim_io::qemu_thread_join(w.one);
        },
        expect![[r#"
            livelock: w.mutex, by main
              steps 2 to 4 over and over: main lock w.mutex, main load w.a, main unlock w.mutex
        "#]],
    );
}

#[test]
fn a_thread_that_waits_for_ever_beside_a_spin_is_part_of_the_livelock() {
    check(
        || {
            let w = world();
            spawn(w.one, "one", move || qemu_sem_wait(w.sem));
            while qatomic_cmpxchg(w.a, 1, 2) != 1 {
                loop_head("main", &[]);
            }
        },
        expect![[r#"
            livelock: w.a, by main
              step 3 over and over: main cmpxchg w.a
        "#]],
    );
}

#[test]
fn a_loop_that_is_counted_is_no_livelock() {
    check(
        || {
            let w = world();
            for turn in 0..3 {
                loop_head("main", &[turn]);
                if qatomic_read(w.a) != 0 {
                    break;
                }
            }
        },
        expect![""],
    );
}

#[test]
fn a_loop_without_a_head_runs_into_the_limit_of_steps() {
    let program = Program::copyable(Name::of("main"), || {
        let w = world();
        while qatomic_read(w.a) == 0 {}
    });
    let strategy = StrategyKind::Cached;
    let search = Search { strategy, steps_max: 50, ..exhaustive(EngineName::Explore) };
    let found = search.run(&program).found;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].violation.breach, Breach::TooLong);
}

#[test]
fn a_schedule_that_is_not_said_to_be_a_livelock_replays_as_it_always_did() {
    let (program, verdict) = by_states(|| {
        let w = world();
        spin("main", w.a);
    });
    let route = || Route::Positions(livelocks(&verdict)[0].schedule.clone());
    let recording = replay(&program, route(), 50);
    assert_eq!(recording.violations[0].breach, Breach::TooLong);
    assert_eq!((recording.positions.len(), recording.loop_begins), (50, None));
}

#[test]
fn a_livelock_is_still_there_when_its_schedule_is_simplified() {
    let (program, verdict) = by_states(|| {
        let w = world();
        spawn(w.one, "one", move || give_way("one", w.a, w.b));
        give_way("main", w.b, w.a);
        sim_io::qemu_thread_join(w.one);
    });
    let found = livelocks(&verdict)[0].clone();
    let recording = replay_livelock(&program, Route::Positions(found.schedule), 10_000);
    let preemptions =
        |recording: &Recording| recording.steps.iter().filter(|step| step.preemption).count();
    let before = preemptions(&recording);
    let wanted = found.violation.key();
    let simple = simplify(&program, recording, move |violation| violation.key() == wanted);
    assert!(preemptions(&simple) <= before);
    assert_eq!(simple.violations.len(), 1);
    assert!(simple.loop_begins.is_some());
}

#[test]
fn a_route_that_leads_into_an_unfair_loop_shows_no_livelock() {
    let (program, _) = by_states(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        spin("main", w.a);
    });
    let recording = replay_livelock(&program, Route::Positions(vec![0, 0, 0]), 10_000);
    assert_eq!(recording.violations, vec![]);
    assert!(recording.positions.len() < 10, "{:?}", recording.positions);
}
