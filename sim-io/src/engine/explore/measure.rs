//! The cost of one step, and that of a switch of coroutines without the harness.

use std::time::Instant;

use corosensei::{Coroutine, CoroutineResult};

use crate::{
    engine::EngineName,
    object::{Name, Structure},
    search::{Program, Search, Stop, StrategyKind},
    sync::{Atomic, qatomic_set},
    thread::{declare_thread, qemu_thread_create_detached},
};

/// Nanoseconds of a switch to a coroutine and back, over `count` of them.
pub fn bare_switch(count: u32) -> f64 {
    let mut coroutine = Coroutine::<(), (), ()>::new(move |yielder, ()| {
        (0..count).for_each(|_| yielder.suspend(()));
    });
    let start = Instant::now();
    while let CoroutineResult::Yield(()) = coroutine.resume(()) {}
    start.elapsed().as_nanos() as f64 / f64::from(count)
}

crate::memory! {
    struct Words {
        word: Atomic<u64>,
    }
}

const STORES: u32 = 1_000;

fn two_threads_store() {
    let words = Words::declare(Name::of("words"));
    words.memory.permanent();
    words.word.initialise(0);
    for index in 0..2 {
        let thread = declare_thread(Name::indexed("storer", index));
        qemu_thread_create_detached(thread, move || {
            (0..STORES).for_each(|_| qatomic_set(words.word, 1));
        });
    }
}

/// Nanoseconds of a step under uniform random choice between two threads, over
/// about `count` of them, and 2,000 at least: every other step goes to the other thread.
pub fn scheduled_operation(count: u32) -> f64 {
    let search = Search {
        engine: EngineName::Explore,
        strategy: StrategyKind::Random,
        seed: 1,
        schedules_max: Some(u64::from(count / (2 * STORES)).max(1)),
        memory_max: None,
        time_max: None,
        steps_max: usize::MAX,
        stop: Stop::Never,
        counts: crate::search::Counts::Nothing,
        jobs: 1,
    };
    let program = Program::copyable(Name::of("main"), two_threads_store);
    let start = Instant::now();
    let verdict = search.run(&program);
    start.elapsed().as_nanos() as f64 / verdict.steps as f64
}
