//! Litmus tests of the machine's primitives: each asserts the set of outcomes
//! over all schedules.

use std::collections::BTreeSet;

use multifd_tests::{exhaustive, outcomes, program};
use sim_io::{
    Atomic, Ending, EngineName, Name, QemuThread, Structure, declare_thread, memory, qatomic_read,
    qatomic_set, qemu_thread_create, qemu_thread_join, report_outcome,
};

memory! {
    struct StoreBuffer {
        x: Atomic<u64>,
        y: Atomic<u64>,
        thread: QemuThread,
    }
}

fn store_buffering() {
    let memory = StoreBuffer::declare(Name::of("litmus"));
    memory.memory.permanent();
    let other = declare_thread(Name::of("other"));
    qemu_thread_create(memory.thread, other, move || {
        qatomic_set(memory.y, 1);
        let x = qatomic_read(memory.x);
        qatomic_set(memory.y, 2 + x);
    });
    qatomic_set(memory.x, 1);
    let y = qatomic_read(memory.y);
    qemu_thread_join(memory.thread);
    let x = qatomic_read(memory.y) - 2;
    report_outcome(format!("x={x} y={}", y.min(1)));
}

#[test]
fn explore_shows_only_the_sequentially_consistent_outcomes_of_store_buffering() {
    let verdict = exhaustive(EngineName::Explore).run(&program(store_buffering));
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(outcomes(&verdict), BTreeSet::from(["x=0 y=1", "x=1 y=0", "x=1 y=1"]));
}
