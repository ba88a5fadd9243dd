//! Promises of each sampler on what it finds; and a seed is all there is to it.

use multifd_tests::{limited, program, spawn, world};
use scenarios::{Budget, Bug, Proof, cells, run_cell};
use sim_io::{
    Array, Atomic, EngineName, Name, Program, Search, StrategyKind, broken, memory,
    qatomic_fetch_inc, qatomic_read, qatomic_xchg, qemu_thread_join,
};

use super::SAMPLERS;

/// Two threads that take turns on a word, each with steps in between that do
/// not matter. Wrong if the threads alternate `turns` times, the first one first.
fn wrong_if_they_alternate(turns: usize) -> Program {
    program(move || {
        let w = world();
        spawn(w.one, "one", move || {
            for _ in 0..turns / 2 {
                qatomic_fetch_inc(w.a);
                (0..3).for_each(|_| _ = qatomic_read(w.b));
            }
        });
        let mine = turns - turns / 2;
        let mut order = vec![];
        for _ in 0..mine {
            order.push(qatomic_fetch_inc(w.a));
            (0..3).for_each(|_| _ = qatomic_read(w.b));
        }
        qemu_thread_join(w.one);
        if order.iter().enumerate().all(|(nth, place)| *place == 2 * nth as u64) {
            broken("they do not alternate", Name::of("order"), "");
        }
    })
}

/// The number of `schedules` that were wrong, and the steps of one.
fn hits(program: &Program, strategy: StrategyKind, schedules: u64) -> (u64, u64) {
    let search = limited(EngineName::Explore, strategy, schedules);
    let verdict = search.run(program);
    let times = verdict.found.iter().map(|found| found.times).sum();
    (times, verdict.steps / verdict.schedules)
}

#[test]
fn priorities_that_change_find_a_bug_as_often_as_promised_and_no_deeper_one() {
    const SCHEDULES: u64 = 20_000;
    const THREADS: u64 = 2;
    for depth in 2..=4u8 {
        // So many threads that alternate need one order fewer than there are turns.
        let program = wrong_if_they_alternate(usize::from(depth) + 1);
        let (found, steps) = hits(&program, StrategyKind::Pct { depth }, SCHEDULES);
        let one_in = THREADS * steps.pow(u32::from(depth) - 1);
        assert!(found > 0 && found * one_in >= SCHEDULES, "depth {depth}: {found}, 1/{one_in}");
        let (missed, _) = hits(&program, StrategyKind::Pct { depth: depth - 1 }, SCHEDULES);
        assert_eq!(missed, 0, "depth {depth} is not needed");
    }
}

/// Every order of two threads' steps breaks a rule of its own.
fn every_order_fails() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || (0..5).for_each(|_| _ = qatomic_fetch_inc(w.a)));
        let order: Vec<u64> = (0..5).map(|_| qatomic_fetch_inc(w.a)).collect();
        qemu_thread_join(w.one);
        broken(&format!("{order:?}"), Name::of("order"), "");
    })
}

#[test]
fn the_same_seed_gives_the_same_schedules_and_another_gives_others() {
    for strategy in SAMPLERS {
        let search = limited(EngineName::Explore, strategy, 100);
        let verdict = search.run(&every_order_fails());
        assert_eq!(verdict, search.run(&every_order_fails()), "{strategy:?}");
        let other = Search { seed: 2, ..search };
        assert_ne!(verdict.found, other.run(&every_order_fails()).found, "{strategy:?}");
    }
}

#[test]
fn every_sampler_finds_a_crash_and_a_hang_of_the_catalogue() {
    for name in ["cleanup-vs-channel-creation-uaf", "kick-main-missing-on-some-errors"] {
        let bug = Bug::named(name).expect("the catalogue has it");
        let all = cells(bug);
        let before = all.iter().find(|cell| cell.proof == Proof::Before).expect("it was mended");
        for strategy in SAMPLERS {
            let budget = Budget { strategy, exhaust: 0, ..Budget::DEFAULT };
            let verdict = run_cell(before, &budget).expect("there is a revision");
            let seen = verdict.found.iter().any(|found| bug.is(&found.violation));
            assert!(seen, "{strategy:?} does not find {name} in {} runs", verdict.schedules);
        }
    }
}

/// A thread that spins until another is done with its step on the word that
/// both use. Wrong if that takes longer than any fair scheduler needs.
fn spinning() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            let spins = (0..5_000).take_while(|_| qatomic_read(w.b) == 0).count();
            qatomic_fetch_inc(w.a);
            if spins >= 5_000 {
                broken("somebody is starved", Name::of("one"), "");
            }
        });
        qatomic_fetch_inc(w.a);
        qatomic_fetch_inc(w.b);
        qemu_thread_join(w.one);
    })
}

#[test]
fn only_priorities_that_last_starve_a_thread_that_another_spins_for() {
    for strategy in SAMPLERS {
        let starved = hits(&spinning(), strategy, 200).0 > 0;
        let keeps_priorities = matches!(strategy, StrategyKind::Pct { .. });
        assert_eq!(starved, keeps_priorities, "{strategy:?}");
    }
}

memory! {
    struct Rung {
        word: Atomic<u64>,
    }
}

/// Two threads that meet at one word after the other. Wrong if they take turns
/// in coming first; after a wrong turn the thread that looks gives up.
fn ladder(rungs: u8) -> Program {
    program(move || {
        let w = world();
        let ladder = Array::<Rung>::declare("rung", rungs);
        ladder.iter().for_each(|rung| rung.memory.permanent());
        spawn(w.one, "one", move || {
            let wanted = |(nth, rung): (usize, Rung)| qatomic_xchg(rung.word, 2) == nth as u64 % 2;
            if ladder.iter().enumerate().all(wanted) {
                broken("the ladder ends", Name::of("ladder"), "");
            }
        });
        ladder.iter().for_each(|rung| _ = qatomic_xchg(rung.word, 1));
        qemu_thread_join(w.one);
    })
}

#[test]
fn feedback_climbs_a_ladder_of_races_that_no_other_sampler_climbs() {
    for strategy in SAMPLERS {
        let search = limited(EngineName::Explore, strategy, 5_000);
        let found = search.run(&ladder(16)).found;
        assert_eq!(!found.is_empty(), strategy == StrategyKind::Feedback, "{strategy:?}");
    }
}
