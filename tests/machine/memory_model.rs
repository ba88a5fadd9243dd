//! Values that loads may read.

use expect_test::expect;
use multifd_tests::{spawn, summary, world};
use sim_io::{
    await_any, qatomic_cmpxchg, qatomic_fetch_inc, qatomic_load_acquire, qatomic_read, qatomic_set,
    qatomic_store_release, qatomic_xchg, qemu_thread_join, report_outcome, smp_mb_acquire,
};

#[test]
fn a_message_that_is_released_is_seen_by_who_acquires() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 7);
            qatomic_store_release(w.b, 1);
        });
        let flag = qatomic_load_acquire(w.b);
        report_outcome(format!("flag={flag} message={}", qatomic_read(w.a)));
        qemu_thread_join(w.one);
    });
    expect![[r#"
        10 schedules
          flag=0 message=0
          flag=0 message=7
          flag=1 message=7
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_message_that_is_not_released_is_missed_under_loom_only() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 7);
            qatomic_set(w.b, 1);
        });
        let flag = qatomic_load_acquire(w.b);
        report_outcome(format!("flag={flag} message={}", qatomic_read(w.a)));
        qemu_thread_join(w.one);
    });
    expect![[r#"
        10 schedules
          flag=0 message=0
          flag=0 message=7
          flag=1 message=7
        under loom:
          flag=0 message=0
          flag=0 message=7
          flag=1 message=0
          flag=1 message=7
    "#]]
    .assert_eq(&text);
}

#[test]
fn store_buffering_shows_two_zeros_under_loom_only() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.b, 1);
            w.plain.set(qatomic_read(w.a));
        });
        qatomic_set(w.a, 1);
        let b = qatomic_read(w.b);
        qemu_thread_join(w.one);
        report_outcome(format!("a={} b={b}", w.plain.get()));
    });
    expect![[r#"
        20 schedules
          a=0 b=1
          a=1 b=0
          a=1 b=1
        under loom:
          a=0 b=0
          a=0 b=1
          a=1 b=0
          a=1 b=1
    "#]]
    .assert_eq(&text);
}

#[test]
fn one_word_is_coherent_under_every_engine() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 1);
            qatomic_set(w.a, 2);
        });
        let first = qatomic_read(w.a);
        let second = qatomic_read(w.a);
        report_outcome(format!("{first} then {second}"));
        qemu_thread_join(w.one);
    });
    expect![[r#"
        10 schedules
          0 then 0
          0 then 1
          0 then 2
          1 then 1
          1 then 2
          2 then 2
    "#]]
    .assert_eq(&text);
}

#[test]
fn increments_are_never_lost() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_fetch_inc(w.a);
        });
        qatomic_fetch_inc(w.a);
        qemu_thread_join(w.one);
        report_outcome(format!("{}", qatomic_read(w.a)));
    });
    expect![[r#"
        3 schedules
          2
    "#]]
    .assert_eq(&text);
}

#[test]
fn one_of_two_exchanges_wins() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || w.plain.set(qatomic_cmpxchg(w.a, 0, 1)));
        let mine = qatomic_cmpxchg(w.a, 0, 2);
        qemu_thread_join(w.one);
        let last = qatomic_xchg(w.a, 3);
        report_outcome(format!("main saw {mine}, one saw {}, then {last}", w.plain.get()));
    });
    expect![[r#"
        6 schedules
          main saw 0, one saw 2, then 2
          main saw 1, one saw 0, then 1
    "#]]
    .assert_eq(&text);
}

#[test]
fn an_exchange_that_fails_releases_nothing() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(7);
            qatomic_cmpxchg(w.a, 5, 6);
            qatomic_set(w.b, 1);
        });
        await_any(&[(w.b, 1)]);
        qatomic_load_acquire(w.a);
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
fn an_acquire_fence_makes_relaxed_loads_acquire() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(7);
            qatomic_store_release(w.a, 1);
        });
        if qatomic_read(w.a) == 1 {
            smp_mb_acquire();
            report_outcome(format!("{}", w.plain.get()));
        }
        qemu_thread_join(w.one);
    });
    expect![[r#"
        6 schedules
          7
    "#]]
    .assert_eq(&text);
}

#[test]
fn without_the_fence_the_plain_word_is_raced_for() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(7);
            qatomic_store_release(w.a, 1);
        });
        if qatomic_read(w.a) == 1 {
            w.plain.get();
        }
        qemu_thread_join(w.one);
    });
    expect![[r#"
        6 schedules
          ! data race: w.plain
    "#]]
    .assert_eq(&text);
}
