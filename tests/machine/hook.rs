//! The panic hook of the process, which shuttle and loom would replace.

use std::{
    panic::{self, catch_unwind},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use multifd_tests::{exhaustive, limited, program, spawn, world};
use sim_io::{
    EngineName, Program, StrategyKind, qatomic_read, qatomic_set, qemu_sem_wait, qemu_thread_join,
};

static CALLS: AtomicUsize = AtomicUsize::new(0);

fn stuck() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || qemu_sem_wait(w.sem));
        qatomic_set(w.a, 1);
        if qatomic_read(w.a) == 1 {
            qemu_thread_join(w.one);
        }
    })
}

fn search_everywhere() {
    for engine in EngineName::ALL {
        exhaustive(engine).run(&stuck());
        limited(engine, StrategyKind::Random, 10).run(&stuck());
        limited(engine, StrategyKind::Dfs { preemptions: None }, 1).run(&stuck());
    }
}

/// Runs in a process of its own, started by the tests below.
#[test]
#[ignore = "changes the process: started by the other tests"]
fn searches_between_two_panics() {
    panic::set_hook(Box::new(|_| {
        CALLS.fetch_add(1, Ordering::SeqCst);
    }));
    search_everywhere();
    assert_eq!(CALLS.load(Ordering::SeqCst), 0, "a search does not call the hook");
    let _ = catch_unwind(|| panic!("seen"));
    assert_eq!(CALLS.load(Ordering::SeqCst), 1, "the hook is still there");
}

/// Runs in a process of its own, started by the tests below.
#[test]
#[ignore = "changes the process: started by the other tests"]
fn searches_on_several_threads_at_once() {
    #[expect(clippy::disallowed_methods, reason = "this test is about several threads")]
    let searches: Vec<_> = (0..4).map(|_| thread::spawn(search_everywhere)).collect();
    for search in searches {
        search.join().expect("searches do not disturb each other");
    }
}

fn run_alone(test: &str) -> (bool, String) {
    let binary = std::env::current_exe().expect("a test has a binary");
    let output = Command::new(binary)
        .args(["--ignored", "--exact", "--nocapture", test])
        .output()
        .expect("it starts");
    let ran = String::from_utf8_lossy(&output.stdout).contains("1 passed");
    (output.status.success() && ran, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_hook_of_the_process_survives_searches_and_is_not_called_by_them() {
    let (success, stderr) = run_alone("machine::hook::searches_between_two_panics");
    assert!(success, "{stderr}");
    assert_eq!(stderr, "");
}

#[test]
fn searches_on_several_threads_print_nothing() {
    let (success, stderr) = run_alone("machine::hook::searches_on_several_threads_at_once");
    assert!(success, "{stderr}");
    assert_eq!(stderr, "");
}
