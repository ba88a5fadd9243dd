//! Queues under every engine: nothing outside of this crate has their steps yet.

use std::collections::BTreeSet;

use crate::{
    Ending, EngineName, Field, Heap, HeapId, Name, ObjectId, ObjectKind, Program, QemuThread,
    Search, Stop, StrategyKind, declare_thread, engine,
    operation::{Operation, OperationKind},
    qemu_thread_create, qemu_thread_join, report_outcome,
};

fn queue(heap: HeapId) -> ObjectId {
    engine::with(|machine, _| machine.declare_object(ObjectKind::Queue, heap, "queue"))
}

fn push(queue: ObjectId, entry: u64, class: u64) {
    let kind = OperationKind::Push;
    engine::operate(Operation { kind, object: queue, argument: entry, second: class });
}

fn poll_and_take(queue: ObjectId) -> u64 {
    engine::operate(Operation::new(OperationKind::Poll, queue));
    engine::operate(Operation::new(OperationKind::Take, queue))
}

fn search(engine: EngineName, body: impl Fn() + Send + Sync + 'static) -> crate::Verdict {
    let search = Search {
        engine,
        strategy: StrategyKind::Dfs { preemptions: None },
        seed: 1,
        schedules_max: (engine == EngineName::Os).then_some(200),
        memory_max: None,
        time_max: None,
        steps_max: 1_000,
        stop: Stop::Never,
        counts: crate::search::Counts::Nothing,
        jobs: 1,
    };
    search.run(&Program::new(Name::of("main"), body))
}

/// Two threads push an entry each, one of them more urgent; the first thread
/// takes both.
fn two_pushes() {
    let heap = Heap::declare(Name::of("w"));
    heap.permanent();
    let queue = queue(heap.id());
    let handles = ["one", "two"].map(|name| QemuThread::declare(heap.id(), name));
    for (index, handle) in handles.into_iter().enumerate() {
        let thread = declare_thread(Name::indexed("thread", index as u8));
        let entry = index as u64;
        qemu_thread_create(handle, thread, move || push(queue, entry, entry));
    }
    let first = poll_and_take(queue);
    let second = poll_and_take(queue);
    report_outcome(format!("{first} {second}"));
    handles.into_iter().for_each(qemu_thread_join);
}

#[test]
fn a_queue_gives_its_most_urgent_entry_first_under_every_engine() {
    for engine in EngineName::ALL {
        let verdict = search(engine, two_pushes);
        let outcomes: BTreeSet<&str> = verdict.outcomes.keys().map(String::as_str).collect();
        let all = BTreeSet::from(["1 2", "2 1"]);
        match engine {
            EngineName::Os => assert!(outcomes.is_subset(&all), "{outcomes:?}"),
            EngineName::Explore | EngineName::Loom | EngineName::Shuttle => {
                assert_eq!(verdict.ending, Ending::Exhausted);
                assert_eq!(outcomes, all, "{engine:?}");
            }
        }
        assert_eq!(verdict.found, [], "{engine:?}");
    }
}

#[test]
fn a_poll_of_an_empty_queue_waits() {
    for engine in [EngineName::Explore, EngineName::Loom, EngineName::Shuttle] {
        let verdict = search(engine, || {
            let heap = Heap::declare(Name::of("w"));
            heap.permanent();
            poll_and_take(queue(heap.id()));
        });
        let deadlock = verdict.found[0].violation.to_string();
        assert!(deadlock.ends_with("(main is idle)"), "{engine:?}: {deadlock}");
    }
}
