//! Loops that wait for words, as one step.

use expect_test::expect;
use multifd_tests::{spawn, summary, world};
use sim_io::{
    await_any, qatomic_set, qatomic_store_release, qemu_thread_join, report_outcome, smp_mb_acquire,
};

#[test]
fn an_await_returns_when_its_word_has_the_value() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        let index = await_any(&[(w.a, 1)]);
        report_outcome(format!("word {index}"));
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          word 0
    "#]]
    .assert_eq(&text);
}

#[test]
fn an_await_returns_whichever_word_it_finds() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        spawn(w.two, "two", move || qatomic_set(w.b, 1));
        let index = await_any(&[(w.a, 1), (w.b, 1)]);
        report_outcome(format!("word {index}"));
        qemu_thread_join(w.one);
        qemu_thread_join(w.two);
    });
    expect![[r#"
        13 schedules
          word 0
          word 1
    "#]]
    .assert_eq(&text);
}

#[test]
fn an_await_can_miss_a_value_that_does_not_stay() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 1);
            qatomic_set(w.a, 2);
        });
        await_any(&[(w.a, 1)]);
        report_outcome("seen");
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
          seen
          ! deadlock: w.a
    "#]]
    .assert_eq(&text);
}

#[test]
fn an_await_alone_orders_nothing() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(7);
            qatomic_store_release(w.a, 1);
        });
        await_any(&[(w.a, 1)]);
        w.plain.get();
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          ! data race: w.plain
    "#]]
    .assert_eq(&text);
}

#[test]
fn an_await_and_a_fence_order_what_was_released() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(7);
            qatomic_store_release(w.a, 1);
        });
        await_any(&[(w.a, 1)]);
        smp_mb_acquire();
        report_outcome(format!("{}", w.plain.get()));
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          7
    "#]]
    .assert_eq(&text);
}
