//! In which order the main loop runs what is ready, and how tasks report back.

use std::collections::BTreeSet;

use multifd_tests::{breaches, exhaustive, outcomes, program};
use sim_io::{
    ChannelObject, Ending, EngineName, Error, Name, Peer, QIOChannel, QIOTask, QemuMutex,
    QemuThread, Socket, Sources, Structure, declare_thread, g_idle_source_attach, memory,
    next_callback, qemu_bh_schedule, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_poll, qemu_thread_create, qemu_thread_join, qio_channel_new, qio_channel_unref,
    qio_task_free, qio_task_new, qio_task_propagate_error, qio_task_run_in_thread, report_outcome,
};

memory! {
    struct Loop {
        bql: QemuMutex,
        sources: Sources,
        thread: QemuThread,
    }
}

fn main_loop() -> Loop {
    let main_loop = Loop::declare(Name::of("main_loop"));
    main_loop.memory.permanent();
    qemu_mutex_init(main_loop.bql);
    main_loop
}

fn dispatch(main_loop: Loop, times: usize) -> Vec<u64> {
    let one = || {
        qemu_poll(main_loop.sources);
        qemu_mutex_lock(main_loop.bql);
        let callback = next_callback(main_loop.sources);
        qemu_mutex_unlock(main_loop.bql);
        callback
    };
    (0..times).map(|_| one()).collect()
}

#[test]
fn a_bottom_half_overtakes_an_idle_source_that_still_waits() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let main_loop = main_loop();
        let other = declare_thread(Name::of("other"));
        qemu_thread_create(main_loop.thread, other, move || {
            g_idle_source_attach(main_loop.sources, 1u64);
            g_idle_source_attach(main_loop.sources, 2u64);
            qemu_bh_schedule(main_loop.sources, 9u64);
        });
        let order = dispatch(main_loop, 3);
        qemu_thread_join(main_loop.thread);
        report_outcome(format!("{order:?}"));
    }));
    assert_eq!(verdict.ending, Ending::Exhausted);
    let all = BTreeSet::from(["[1, 2, 9]", "[1, 9, 2]", "[9, 1, 2]"]);
    assert_eq!(outcomes(&verdict), all);
}

#[test]
fn a_task_reports_back_on_the_main_loop_and_leaves_nothing_behind() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let main_loop = main_loop();
        let object = ChannelObject::declare(Name::of("sioc"));
        let sioc = QIOChannel::socket(object, Socket::declare(Name::of("socket")), Peer::Healthy);
        sioc.exists_in_kernel();
        qio_channel_new(sioc);
        let task = QIOTask::declare(Name::of("task"));
        let worker = declare_thread(Name::of("io-task-worker"));
        qio_task_new(task, sioc);
        qio_task_run_in_thread(task, worker, main_loop.sources, 5u64, || Err(Error::Refused));
        let callback = dispatch(main_loop, 1);
        let result = qio_task_propagate_error(task);
        qio_task_free(task, sioc);
        qio_channel_unref(sioc);
        report_outcome(format!("{callback:?} {result:?}"));
    }));
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(outcomes(&verdict), BTreeSet::from(["[5] Err(Refused)"]));
    assert_eq!(breaches(&verdict), BTreeSet::new());
}
