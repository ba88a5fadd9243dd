//! Mutexes.

use expect_test::expect;
use multifd_tests::{World, spawn, summary, world};
use sim_io::Structure;
use sim_io::{
    Name, qatomic_set, qemu_mutex_destroy, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_thread_join, report_outcome,
};

#[test]
fn two_sections_exclude_each_other() {
    let text = summary(|| {
        let w = world();
        let section = move || {
            qemu_mutex_lock(w.mutex);
            let before = w.a.peek();
            qatomic_set(w.a, before + 1);
            qemu_mutex_unlock(w.mutex);
        };
        spawn(w.one, "one", section);
        section();
        qemu_thread_join(w.one);
        report_outcome(format!("{}", w.a.peek()));
    });
    expect![[r#"
        5 schedules
          2
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_mutex_must_not_be_destroyed_while_it_is_held() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qemu_mutex_lock(w.mutex);
            qemu_mutex_unlock(w.mutex);
        });
        qemu_mutex_destroy(w.mutex);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        6 schedules
          ! mutex destroyed while locked: w.mutex
          ! use after destroy: w.mutex
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_mutex_that_was_never_initialised_must_not_be_locked() {
    let text = summary(|| {
        let w = World::declare(Name::of("w"));
        w.memory.permanent();
        qemu_mutex_lock(w.mutex);
    });
    expect![[r#"
        1 schedules
          ! use before initialisation: w.mutex
    "#]]
    .assert_eq(&text);
}

#[test]
fn only_the_holder_may_unlock() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_mutex_unlock(w.mutex));
        qemu_mutex_lock(w.mutex);
        qemu_mutex_unlock(w.mutex);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        4 schedules
          ! unlock of a mutex that is not held: w.mutex
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_mutex_that_is_initialised_again_is_free() {
    let text = summary(|| {
        let w = world();
        qemu_mutex_lock(w.mutex);
        qemu_mutex_unlock(w.mutex);
        qemu_mutex_destroy(w.mutex);
        qemu_mutex_init(w.mutex);
        qemu_mutex_lock(w.mutex);
        qemu_mutex_unlock(w.mutex);
        report_outcome("free");
    });
    expect![[r#"
        1 schedules
          free
    "#]]
    .assert_eq(&text);
}
