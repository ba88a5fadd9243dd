//! Threads and their handles.

use expect_test::expect;
use multifd_tests::{spawn, summary, world};
use sim_io::{
    Name, declare_thread, qatomic_read, qatomic_set, qemu_sem_post, qemu_sem_wait,
    qemu_thread_create_detached, qemu_thread_join, report_outcome,
};

#[test]
fn a_join_waits_for_the_end_of_the_thread() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qatomic_set(w.a, 1));
        qemu_thread_join(w.one);
        report_outcome(format!("{}", qatomic_read(w.a)));
    });
    expect![[r#"
        2 schedules
          1
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_handle_that_no_thread_was_stored_in_must_not_be_joined() {
    let text = summary(|| {
        let w = world();
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          ! join of a thread that was never created: w.one
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_join_may_come_before_the_handle_is_stored() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            spawn(w.two, "two", || ());
        });
        qemu_thread_join(w.two);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        4 schedules
          ! data race: w.two
          ! join of a thread that was never created: w.two
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_thread_must_not_be_joined_twice() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", || ());
        qemu_thread_join(w.one);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          ! thread joined twice: one
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_joinable_thread_must_be_joined() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", || ());
    });
    expect![[r#"
        1 schedules
          ! thread never joined: one
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_handle_that_is_overwritten_loses_its_thread() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "first", || ());
        spawn(w.one, "second", || ());
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          ! thread never joined: first
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_detached_thread_runs_to_its_end_after_the_first_thread() {
    let text = summary(|| {
        let w = world();
        qemu_thread_create_detached(declare_thread(Name::of("late")), move || {
            qemu_sem_wait(w.sem);
            report_outcome("late");
        });
        qemu_sem_post(w.sem);
    });
    expect![[r#"
        1 schedules
          late
    "#]]
    .assert_eq(&text);
}
