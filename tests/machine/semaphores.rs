//! Semaphores: tokens, and the end of a semaphore.

use expect_test::expect;
use multifd_tests::{spawn, summary, world};
use sim_io::{
    qatomic_read, qatomic_set, qemu_sem_destroy, qemu_sem_init, qemu_sem_post, qemu_sem_wait,
    qemu_thread_join, report_outcome,
};

#[test]
fn a_token_that_is_posted_before_the_wait_is_not_lost() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_post(w.sem));
        qemu_sem_wait(w.sem);
        qemu_thread_join(w.one);
        report_outcome(format!("{} left", w.sem.count()));
    });
    expect![[r#"
        1 schedules
          0 left
    "#]]
    .assert_eq(&text);
}

#[test]
fn every_post_is_a_token_and_every_wait_takes_one() {
    let text = summary(|| {
        let w = world();
        let post = move || qemu_sem_post(w.sem);
        spawn(w.one, "one", post);
        spawn(w.two, "two", post);
        qemu_sem_wait(w.sem);
        qemu_thread_join(w.one);
        qemu_thread_join(w.two);
        report_outcome(format!("{} left", w.sem.count()));
    });
    expect![[r#"
        13 schedules
          1 left
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_semaphore_can_start_with_tokens() {
    let text = summary(|| {
        let w = world();
        qemu_sem_init(w.sem, 2);
        spawn(w.one, "one", move || qemu_sem_wait(w.sem));
        qemu_sem_wait(w.sem);
        qemu_thread_join(w.one);
        report_outcome(format!("{} left", w.sem.count()));
    });
    expect![[r#"
        3 schedules
          0 left
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_wake_up_that_looks_before_it_posts_is_lost_in_some_schedules() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || {
            // Posts only if another thread says that it waits: it may be about to.
            if qatomic_read(w.a) == 1 {
                qemu_sem_post(w.sem);
            }
        });
        qatomic_set(w.a, 1);
        qemu_sem_wait(w.sem);
        qemu_thread_join(w.one);
        report_outcome("woken");
    });
    expect![[r#"
        2 schedules
          woken
          ! deadlock: w.sem
    "#]]
    .assert_eq(&text);
}

#[test]
fn one_of_two_waiters_gets_the_only_token() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_wait(w.sem));
        spawn(w.two, "two", move || qemu_sem_wait(w.sem));
        qemu_sem_post(w.sem);
        qemu_thread_join(w.one);
        qemu_thread_join(w.two);
    });
    expect![[r#"
        4 schedules
          ! deadlock: one
          ! deadlock: two
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_semaphore_must_not_be_destroyed_under_a_waiter() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_wait(w.sem));
        qemu_sem_destroy(w.sem);
        qemu_sem_post(w.sem);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
          ! semaphore destroyed while waited on: w.sem
          ! use after destroy: w.sem
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_semaphore_may_be_destroyed_once_its_token_was_taken() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_post(w.sem));
        qemu_sem_wait(w.sem);
        qemu_sem_destroy(w.sem);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_post_may_come_after_the_destroy() {
    let text = summary(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_post(w.sem));
        qemu_sem_destroy(w.sem);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
          ! use after destroy: w.sem
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_semaphore_that_is_initialised_again_has_no_old_tokens() {
    let text = summary(|| {
        let w = world();
        qemu_sem_post(w.sem);
        qemu_sem_destroy(w.sem);
        qemu_sem_init(w.sem, 0);
        spawn(w.one, "one", move || qemu_sem_post(w.sem));
        qemu_sem_wait(w.sem);
        qemu_thread_join(w.one);
        report_outcome(format!("{} left", w.sem.count()));
    });
    expect![[r#"
        1 schedules
          0 left
    "#]]
    .assert_eq(&text);
}
