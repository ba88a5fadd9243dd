//! Running one schedule again: by positions, by meaning, and where that ends.

use expect_test::expect;
use multifd_tests::{exhaustive, program, spawn, world};
use sim_io::{
    Atomic, Breach, EngineName, Name, Program, Recording, Route, Structure, Token, memory,
    qatomic_cmpxchg, qatomic_read, qatomic_set, qemu_sem_post, qemu_sem_wait, qemu_thread_join,
    replay,
};

/// Stuck if `main` reads before `one` stores.
fn original() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        if qatomic_read(w.a) == 0 {
            qemu_sem_wait(w.sem);
        }
        qemu_thread_join(w.one);
    })
}

/// [`original`] with a step that is new.
fn edited() -> Program {
    program(|| {
        let w = world();
        qatomic_set(w.b, 1);
        spawn(w.one, "one", move || {
            qatomic_set(w.b, 2);
            qatomic_set(w.a, 1);
        });
        if qatomic_read(w.a) == 0 {
            qemu_sem_wait(w.sem);
        }
        qemu_thread_join(w.one);
    })
}

/// [`original`] with the bug fixed.
fn fixed() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 1);
            qemu_sem_post(w.sem);
        });
        qemu_sem_wait(w.sem);
        qatomic_read(w.a);
        qemu_thread_join(w.one);
    })
}

fn found_schedule() -> Vec<u8> {
    let verdict = exhaustive(EngineName::Explore).run(&original());
    verdict.found[0].schedule.clone()
}

fn tokens(recording: &Recording) -> Vec<Token> {
    recording.steps.iter().map(|step| step.token.clone()).collect()
}

fn text(recording: &Recording) -> String {
    let steps = recording.steps.iter().map(|step| {
        let preemption = if step.preemption { " (preemption)" } else { "" };
        format!("{}{preemption}\n", step.token)
    });
    let violations = recording.violations.iter().map(|violation| format!("! {violation}\n"));
    steps.chain(violations).collect()
}

#[test]
fn a_found_schedule_shows_its_violation_again_by_positions() {
    let recording = replay(&original(), Route::Positions(found_schedule()), 10_000);
    assert_eq!(recording.divergence, None);
    assert_eq!(recording.positions, found_schedule());
    expect![[r#"
        main create one
        main load w.a
        one store w.a
        ! deadlock: w.sem by main (main waits for w.sem)
    "#]]
    .assert_eq(&text(&recording));
}

#[test]
fn a_schedule_by_meaning_survives_steps_that_are_new() {
    let first = replay(&original(), Route::Positions(found_schedule()), 10_000);
    let again = replay(&edited(), Route::Meaning(tokens(&first)), 10_000);
    assert_eq!(again.divergence, None);
    assert_eq!(again.violations[0].breach, Breach::Deadlock);
    expect![[r#"
        main store w.b
        main create one
        main load w.a
        one store w.b
        one store w.a
        ! deadlock: w.sem by main (main waits for w.sem)
    "#]]
    .assert_eq(&text(&again));
}

#[test]
fn a_schedule_by_positions_says_where_it_does_not_fit() {
    let recording = replay(&fixed(), Route::Positions(vec![0, 0, 0]), 10_000);
    expect![[r#"
        Some(
            Divergence {
                step: 2,
                expected: "main wait w.sem",
                reason: "it cannot run now",
            },
        )"#]]
    .assert_eq(&format!("{:#?}", recording.divergence));
    assert_eq!(recording.violations, []);
}

#[test]
fn a_schedule_by_meaning_says_where_it_does_not_fit() {
    let first = replay(&original(), Route::Positions(found_schedule()), 10_000);
    let recording = replay(&fixed(), Route::Meaning(tokens(&first)), 10_000);
    expect![[r#"
        Some(
            Divergence {
                step: 2,
                expected: "main load w.a",
                reason: "it cannot run now",
            },
        )"#]]
    .assert_eq(&format!("{:#?}", recording.divergence));
    assert_eq!(recording.violations, []);
}

#[test]
fn every_schedule_that_any_kernel_of_ours_finds_replays() {
    for engine in [EngineName::Explore, EngineName::Shuttle] {
        let verdict = exhaustive(engine).run(&original());
        let found = &verdict.found[0];
        let recording = replay(&original(), Route::Positions(found.schedule.clone()), 10_000);
        assert_eq!(recording.divergence, None);
        assert_eq!(recording.violations, std::slice::from_ref(&found.violation));
    }
}

memory! {
    struct Named {
        flag: Atomic<bool>,
        number: Atomic<u64>,
    }
}

#[test]
fn the_values_of_a_step_have_the_names_of_their_type() {
    let recording = replay(
        &program(|| {
            let named = Named::declare(Name::of("named"));
            named.memory.permanent();
            qatomic_cmpxchg(named.flag, false, true);
            qatomic_set(named.number, 1);
        }),
        Route::Positions(vec![]),
        10,
    );
    let [flag, number] = &recording.steps[..] else { panic!("{:?}", recording.steps) };
    let values = [flag.argument, flag.second, flag.result].map(|value| flag.value(value));
    assert_eq!(values, ["false", "true", "false"]);
    assert_eq!(recording.value("named.flag", 1), "true");
    assert_eq!(number.value(number.argument), "1");
}
