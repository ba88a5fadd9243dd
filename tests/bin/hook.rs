//! Searches in a process of their own: what they may do to its panic hook.
//!
//! Started by the tests of `machine::hook`. `hook between-panics` counts the
//! calls of a hook of its own; `hook side-by-side` searches on several threads.

use std::{
    panic::{self, catch_unwind},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use multifd_tests::{exhaustive, limited, program, spawn, world};
use sim_io::{
    EngineName, Program, StrategyKind, qatomic_read, qatomic_set, qemu_sem_wait, qemu_thread_join,
};

static CALLS: AtomicUsize = AtomicUsize::new(0);

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("between-panics") => between_panics(),
        Some("side-by-side") => side_by_side(),
        _ => {
            eprintln!("hook: expected between-panics or side-by-side");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

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

fn between_panics() {
    panic::set_hook(Box::new(|_| {
        CALLS.fetch_add(1, Ordering::SeqCst);
    }));
    search_everywhere();
    println!("{} calls by searches", CALLS.swap(0, Ordering::SeqCst));
    let _ = catch_unwind(|| panic!("seen"));
    println!("{} calls by a panic", CALLS.load(Ordering::SeqCst));
}

fn side_by_side() {
    #[expect(clippy::disallowed_methods, reason = "this is about several threads")]
    let searches: Vec<_> = (0..4).map(|_| thread::spawn(search_everywhere)).collect();
    for search in searches {
        search.join().expect("searches do not disturb each other");
    }
    println!("ended");
}
