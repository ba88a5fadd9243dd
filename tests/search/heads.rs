//! A local that is forgotten at the head of a loop loses states, and brute
//! force shows it.

use std::collections::BTreeSet;

use multifd_tests::{breaches, exhaustive, outcomes, program};
use sim_io::{
    Atomic, Ending, EngineName, Name, Plain, Program, QemuThread, Search, StrategyKind, Structure,
    declare_thread, inner_loop, loop_head, memory, qatomic_read, qatomic_set, qemu_thread_create,
    qemu_thread_join, report_outcome,
};

memory! {
    struct Shared {
        word: Atomic<u64>,
        plain: Plain<u64>,
        thread: QemuThread,
    }
}

/// The locals that a thread names at the head of its loop.
#[derive(Clone, Copy)]
enum Says {
    All,
    NotTheSum,
}

/// A thread sums up what it reads, while another writes.
fn summing(says: Says) -> Program {
    program(move || {
        let shared = Shared::declare(Name::of("shared"));
        shared.memory.permanent();
        let writer = declare_thread(Name::of("writer"));
        qemu_thread_create(shared.thread, writer, move || {
            qatomic_set(shared.word, 1);
            qatomic_set(shared.word, 2);
        });
        let mut sum = 0;
        for turn in 0..3 {
            match says {
                Says::All => loop_head("summing", &[turn, sum]),
                Says::NotTheSum => loop_head("summing", &[turn]),
            }
            sum += qatomic_read(shared.word);
        }
        qemu_thread_join(shared.thread);
        report_outcome(sum.to_string());
    })
}

fn seen(says: Says, strategy: StrategyKind) -> BTreeSet<String> {
    let search = Search { strategy, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&summing(says));
    assert_eq!(verdict.ending, Ending::Exhausted);
    outcomes(&verdict).into_iter().map(str::to_string).collect()
}

#[test]
fn a_local_that_is_forgotten_at_the_head_of_a_loop_is_caught_by_brute_force() {
    let brute = seen(Says::All, StrategyKind::Dfs { preemptions: None });
    assert_eq!(seen(Says::All, StrategyKind::Cached), brute);
    assert_eq!(seen(Says::NotTheSum, StrategyKind::Dfs { preemptions: None }), brute);
    let lost = seen(Says::NotTheSum, StrategyKind::Cached);
    assert!(lost.is_subset(&brute) && lost.len() < brute.len(), "{lost:?} of {brute:?}");
}

/// A thread writes plain memory if it reads a 1, and forgets that it did; the
/// other's read is only beside it while the thread stands at its next step.
fn forgetful() {
    let shared = Shared::declare(Name::of("shared"));
    shared.memory.permanent();
    let writer = declare_thread(Name::of("writer"));
    qemu_thread_create(shared.thread, writer, move || {
        if qatomic_read(shared.word) == 1 {
            // The value does not change: only that it was written can tell.
            shared.plain.set(0);
        }
        loop_head("forgetful", &[]);
        qatomic_read(shared.word);
    });
    qatomic_set(shared.word, 1);
    qatomic_set(shared.word, 0);
    qatomic_set(shared.word, 0);
    shared.plain.get();
    qemu_thread_join(shared.thread);
}

#[test]
fn what_a_thread_used_before_the_head_of_a_loop_is_not_forgotten_there() {
    let program = Program::copyable(Name::of("main"), forgetful);
    let seen = |strategy| {
        let search = Search { strategy, ..exhaustive(EngineName::Explore) };
        breaches(&search.run(&program))
    };
    let brute = seen(StrategyKind::CachedOracle);
    assert!(brute.iter().any(|breach| breach.contains("data race")), "{brute:?}");
    assert_eq!(seen(StrategyKind::Cached), brute);
}

/// A thread looks again and again until another has stored: its states go round in circles.
fn spinning() {
    let shared = Shared::declare(Name::of("shared"));
    shared.memory.permanent();
    let writer = declare_thread(Name::of("writer"));
    qemu_thread_create(shared.thread, writer, move || {
        qatomic_set(shared.word, 1);
        qatomic_set(shared.word, 2);
    });
    let mut seen = 0;
    while seen == 0 {
        loop_head("spinning", &[]);
        seen = qatomic_read(shared.word);
    }
    qemu_thread_join(shared.thread);
    report_outcome(seen.to_string());
}

#[test]
fn a_search_by_states_comes_to_its_end_where_states_go_round_in_circles() {
    let program = Program::copyable(Name::of("main"), spinning);
    for strategy in [StrategyKind::Cached, StrategyKind::Iterative] {
        let search = Search { strategy, ..exhaustive(EngineName::Explore) };
        let verdict = search.run(&program);
        assert_eq!(verdict.ending, Ending::Exhausted, "{strategy:?}");
        assert_eq!(outcomes(&verdict), BTreeSet::from(["1", "2"]), "{strategy:?}");
        assert_eq!(breaches(&verdict), BTreeSet::new(), "{strategy:?}");
    }
}

/// Spins likewise in a function whose caller sums up what it returns.
fn spinning_within() {
    let shared = Shared::declare(Name::of("shared"));
    shared.memory.permanent();
    let writer = declare_thread(Name::of("writer"));
    qemu_thread_create(shared.thread, writer, move || {
        qatomic_set(shared.word, 1);
        qatomic_set(shared.word, 2);
    });
    let next = || {
        let spin = inner_loop();
        loop {
            spin.head(&[]);
            match qatomic_read(shared.word) {
                0 => (),
                seen => return seen,
            }
        }
    };
    let sum = next() * 3 + next();
    qemu_thread_join(shared.thread);
    report_outcome(sum.to_string());
}

#[test]
fn what_was_read_before_an_inner_loop_is_not_forgotten_in_it() {
    let program = Program::copyable(Name::of("main"), spinning_within);
    let search = Search { strategy: StrategyKind::Cached, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&program);
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(outcomes(&verdict), BTreeSet::from(["4", "5", "8"]));
    assert_eq!(breaches(&verdict), BTreeSet::new());
}
