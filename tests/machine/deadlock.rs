//! Deadlocks: who waits for what, and the search goes on.

use expect_test::expect;
use multifd_tests::{breaches, exhaustive, outcomes, program, spawn, summary, world};
use sim_io::{
    Acts, Breach, Ending, EngineName, Field, Name, Program, QemuMutex, Stand, Which, await_any,
    declare_acts, declare_environment_thread, qatomic_read, qatomic_set, qemu_mutex_init,
    qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_wait, qemu_thread_create_detached,
    qemu_thread_join, report_outcome,
};

const ENGINES: [EngineName; 3] = [EngineName::Explore, EngineName::Shuttle, EngineName::Loom];

/// Two threads that take two locks, each in its own order.
fn opposite_orders() {
    let w = world();
    let other = QemuMutex::declare(w.memory.id(), "other");
    qemu_mutex_init(other);
    let both = move |first, second| {
        qemu_mutex_lock(first);
        qemu_mutex_lock(second);
        qemu_mutex_unlock(second);
        qemu_mutex_unlock(first);
    };
    spawn(w.one, "one", move || both(other, w.mutex));
    both(w.mutex, other);
    qemu_thread_join(w.one);
    report_outcome("done");
}

#[test]
fn locks_in_opposite_orders_deadlock_in_some_schedules() {
    expect![[r#"
        13 schedules
          done
          ! deadlock: w.other
    "#]]
    .assert_eq(&summary(opposite_orders));
}

/// The text with which all engines report the first violation that they find.
fn first_found(program: &Program) -> String {
    let texts =
        ENGINES.map(|engine| exhaustive(engine).run(program).found[0].violation.to_string());
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:#?}");
    texts[0].clone()
}

#[test]
fn a_deadlock_names_who_waits_for_what() {
    let text = first_found(&program(opposite_orders));
    expect!["deadlock: w.other by main (main locks w.other, held by one; one locks w.mutex, held by main)"].assert_eq(&text);
}

#[test]
fn a_deadlock_says_who_joins_whom_and_what_else_is_waited_for() {
    let text = first_found(&program(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_wait(w.sem));
        spawn(w.two, "two", move || {
            await_any(&[(w.a, 1), (w.b, 1)]);
        });
        qemu_thread_join(w.one);
    }));
    expect!["deadlock: one by main (main joins one; one waits for w.sem; two waits for w.a)"]
        .assert_eq(&text);
}

#[test]
fn a_thread_that_locks_twice_waits_for_itself() {
    let text = summary(|| {
        let w = world();
        qemu_mutex_lock(w.mutex);
        qemu_mutex_lock(w.mutex);
    });
    expect![[r#"
        1 schedules
          ! deadlock: w.mutex
    "#]]
    .assert_eq(&text);
}

#[test]
fn what_was_broken_before_a_deadlock_is_still_reported() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || w.plain.set(1));
        w.plain.set(2);
        qemu_sem_wait(w.sem);
    });
    expect![[r#"
        2 schedules
          ! data race: w.plain
          ! deadlock: w.sem
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_search_goes_on_after_a_deadlock() {
    for engine in ENGINES {
        let verdict = exhaustive(engine).run(&program(|| {
            let w = world();
            spawn(w.one, "one", move || qatomic_set(w.a, 1));
            if qatomic_read(w.a) == 0 {
                qemu_sem_wait(w.sem);
            }
            qemu_thread_join(w.one);
            report_outcome("done");
        }));
        assert_eq!(verdict.ending, Ending::Exhausted);
        assert_eq!(verdict.found.len(), 1);
        assert_eq!(verdict.found[0].violation.breach, Breach::Deadlock);
        assert!(breaches(&verdict).contains("deadlock: w.sem"));
        assert!(outcomes(&verdict).contains("done"), "{engine:?} goes on");
    }
}

#[test]
fn real_threads_that_deadlock_are_unwound() {
    let verdict = multifd_tests::limited(EngineName::Os, sim_io::StrategyKind::Random, 50).run(
        &program(|| {
            let w = world();
            spawn(w.one, "one", move || qemu_sem_wait(w.sem));
            qemu_thread_join(w.one);
        }),
    );
    assert_eq!(verdict.schedules, 50);
    assert_eq!(verdict.found.len(), 1);
    assert_eq!(verdict.found[0].times, 50);
    assert_eq!(verdict.found[0].violation.breach, Breach::Deadlock);
}

/// A first thread that waits for a post of `one`, which ends without it, beside a second
/// that waits for something else.
fn unposted() {
    let w = world();
    declare_acts(&[Acts { at: "w.sem", by: &["one"], which: Which::All }]);
    spawn(w.one, "one", move || qatomic_set(w.a, 1));
    spawn(w.two, "two", move || {
        await_any(&[(w.b, 1)]);
    });
    qemu_sem_wait(w.sem);
}

#[test]
fn the_cause_of_a_deadlock_is_where_those_stand_that_could_have_ended_its_wait() {
    let verdict = exhaustive(EngineName::Explore).run(&program(unposted));
    let [found] = &verdict.found[..] else { panic!("{:?}", verdict.found) };
    assert_eq!(found.violation.cause(), "one ended after store w.a");
    let [fate] = &found.violation.fates[..] else { panic!("{:?}", found.violation) };
    assert!(matches!(fate.stand, Stand::Ended(Some(_))), "{fate:?}");
}

/// A peer that waits for ever, and a `main` that ends or waits for it.
fn peer_waits(main_waits: bool) -> Program {
    program(move || {
        let w = world();
        let peer = declare_environment_thread(Name::of("peer"));
        qemu_thread_create_detached(peer, move || qemu_sem_wait(w.sem));
        if main_waits {
            await_any(&[(w.a, 1)]);
        }
        report_outcome("done");
    })
}

#[test]
fn a_thread_of_the_environment_may_wait_for_ever_and_is_not_what_a_deadlock_is_of() {
    for engine in ENGINES {
        let verdict = exhaustive(engine).run(&peer_waits(false));
        assert!(breaches(&verdict).is_empty(), "{engine:?}: {verdict:?}");
        assert_eq!(outcomes(&verdict), ["done"].into(), "{engine:?}");
        let verdict = exhaustive(engine).run(&peer_waits(true));
        assert_eq!(breaches(&verdict), ["deadlock: w.a".to_string()].into(), "{engine:?}");
    }
}
