//! A local that is forgotten at the head of a loop loses states, and brute
//! force shows it.

use std::collections::BTreeSet;

use multifd_tests::{exhaustive, outcomes, program};
use sim_io::{
    Atomic, Ending, EngineName, Name, Program, QemuThread, Search, StrategyKind, Structure,
    declare_thread, loop_head, memory, qatomic_read, qatomic_set, qemu_thread_create,
    qemu_thread_join, report_outcome,
};

memory! {
    struct Shared {
        word: Atomic<u64>,
        thread: QemuThread,
    }
}

/// What a thread says of its locals at the head of its loop.
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
