//! The story of a livelock.

use sim_io::{
    Atomic, EngineName, Name, Program, Route, Search, Stop, StrategyKind, Structure,
    declare_thread, loop_head, memory, qatomic_read, qatomic_set, qemu_thread_create_detached,
    replay_livelock,
};

use super::*;

memory! {
    struct Shared {
        flag: Atomic<u64>,
    }
}

fn spinning() {
    let shared = Shared::declare(Name::of("shared"));
    shared.memory.permanent();
    let other = declare_thread(Name::of("other"));
    qemu_thread_create_detached(other, move || qatomic_set(shared.flag, 2));
    while qatomic_read(shared.flag) != 1 {
        loop_head("spinning", &[]);
    }
}

#[test]
fn a_livelock_is_told_with_the_beginning_of_its_loop() {
    let program = Program::copyable(Name::of("main"), spinning);
    let search = Search {
        memory_max: None,
        counts: sim_io::Counts::Nothing,
        engine: EngineName::Explore,
        strategy: StrategyKind::Cached,
        seed: 1,
        schedules_max: None,
        time_max: None,
        jobs: 1,
        steps_max: 100,
        stop: Stop::AtFirst,
    };
    let found = search.run(&program).found.remove(0);
    let recording = replay_livelock(&program, Route::Positions(found.schedule), 100);
    let rows = tell(&recording, 0, Detail::Matters).rows;
    let told: Vec<(usize, &str)> = rows.iter().map(|row| (row.step, row.text.as_str())).collect();
    let expected = [
        (1, "qemu_thread_create(other)"),
        (2, "qatomic_read(shared.flag) = 0"),
        (3, "qatomic_set(shared.flag, 2)"),
        (3, "THE LOOP BEGINS HERE: at its end, all is as it is now"),
        (4, "qatomic_read(shared.flag) = 2"),
        (4, "LIVELOCK: shared.flag, step 4 over and over: main load shared.flag"),
    ];
    assert_eq!(told, expected);
}
