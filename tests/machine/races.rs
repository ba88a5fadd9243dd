//! Data races on plain memory.

use expect_test::expect;
use multifd_tests::{spawn, summary, world};
use sim_io::{
    qatomic_load_acquire, qatomic_set, qatomic_store_release, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_sem_post, qemu_sem_wait, qemu_thread_join,
};

#[test]
fn unordered_writes_are_a_race() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || w.plain.set(1));
        w.plain.set(2);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
          ! data race: w.plain
    "#]]
    .assert_eq(&text);
}

#[test]
fn unordered_reads_are_no_race() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.get();
        });
        w.plain.get();
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
    "#]]
    .assert_eq(&text);
}

#[test]
fn create_and_join_order_what_is_before_and_after() {
    let text = summary(|| {
        let w = world();
        w.plain.set(1);
        spawn(w.one, "one", move || w.plain.set(2));
        qemu_thread_join(w.one);
        w.plain.set(3);
    });
    expect![[r#"
        2 schedules
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_mutex_orders_its_sections() {
    let text = summary(|| {
        let w = world();
        let section = move || {
            qemu_mutex_lock(w.mutex);
            w.plain.set(w.plain.get() + 1);
            qemu_mutex_unlock(w.mutex);
        };
        spawn(w.one, "one", section);
        section();
        qemu_thread_join(w.one);
    });
    expect![[r#"
        6 schedules
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_token_orders_the_post_before_the_wait() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(1);
            qemu_sem_post(w.sem);
        });
        qemu_sem_wait(w.sem);
        w.plain.get();
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_relaxed_store_orders_nothing_in_any_schedule() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            w.plain.set(1);
            qatomic_set(w.a, 1);
        });
        if qatomic_load_acquire(w.a) == 1 {
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

#[test]
fn a_release_orders_only_what_comes_before_it() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_store_release(w.a, 1);
            w.plain.set(1);
        });
        if qatomic_load_acquire(w.a) == 1 {
            w.plain.get();
        }
        qemu_thread_join(w.one);
    });
    expect![[r#"
        7 schedules
          ! data race: w.plain
    "#]]
    .assert_eq(&text);
}
