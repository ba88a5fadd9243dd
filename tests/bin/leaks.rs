//! Memory that searches leave behind, in a process of their own: other tests take memory too.
//!
//! Started by the tests of `machine::leaks`. Runs 20,000 executions, so that all
//! that is kept for later is there, and as many again; prints by how many bytes
//! the process has grown from the first to the second.

use std::{fs, hint, process::ExitCode};

use multifd_tests::{always_stuck, limited, program, spawn, world};
use sim_io::{EngineName, Program, ShuttleScheduler, StrategyKind, qatomic_set, qemu_thread_join};

const BATCH: u64 = 20_000;

fn main() -> ExitCode {
    let stuck = |engine, strategy| {
        let (search, program) = (limited(engine, strategy, 100), always_stuck());
        growth(|| search.run(&program).schedules)
    };
    let every = StrategyKind::Dfs { preemptions: None };
    let shuttles = StrategyKind::Shuttle(ShuttleScheduler::Random);
    let grown = match std::env::args().nth(1).as_deref() {
        Some("explore") => stuck(EngineName::Explore, StrategyKind::Random),
        Some("shuttle") => stuck(EngineName::Shuttle, shuttles),
        Some("loom") => stuck(EngineName::Loom, every),
        Some("abandoned") => growth(abandoned()),
        Some("leaking") => growth(leaking),
        _ => {
            eprintln!("leaks: expected explore, shuttle, loom, abandoned or leaking");
            return ExitCode::from(2);
        }
    };
    println!("{grown}");
    ExitCode::SUCCESS
}

/// By how many bytes a second batch grows the process; `run` says how many it ran.
fn growth(mut run: impl FnMut() -> u64) -> u64 {
    batch(&mut run);
    let before = resident();
    batch(&mut run);
    resident().saturating_sub(before)
}

fn batch(run: &mut impl FnMut() -> u64) {
    let mut executions = 0;
    while executions < BATCH {
        let more = run();
        assert!(more > 0, "nothing was run");
        executions += more;
    }
}

/// The memory that this process has in use, in bytes.
fn resident() -> u64 {
    const PAGE: u64 = 4096;
    let statm = fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages: u64 = statm.split(' ').nth(1).and_then(|n| n.parse().ok()).expect("a number");
    pages * PAGE
}

/// A search by states on shuttle's kernel, which ends executions before their end.
fn abandoned() -> impl FnMut() -> u64 {
    let search = limited(EngineName::Shuttle, StrategyKind::Iterative, 1_000);
    let program = two_threads();
    move || search.run(&program).abandoned
}

fn two_threads() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            let _owned = vec![0u8; 1 << 10];
            (0..7).for_each(|_| qatomic_set(w.a, 1));
        });
        (0..7).for_each(|_| qatomic_set(w.a, 1));
        qemu_thread_join(w.one);
    })
}

/// Leaks half a kilobyte.
fn leaking() -> u64 {
    hint::black_box(Box::leak(vec![1u8; 1 << 9].into_boxed_slice()));
    1
}
