//! Periodical scheduling: few periods first, none of them in vain, and no seed.

use multifd_tests::{Compared, compare_periods, limited, program, spawn, world};
use scenarios::{BUGS, Budget, Expected, cells, run_cell};
use sim_io::{
    Array, Atomic, Ending, EngineName, Name, Program, Route, Search, StrategyKind, Verdict, broken,
    memory, qatomic_fetch_inc, qemu_thread_join, replay, report_outcome,
};

memory! {
    struct Own {
        word: Atomic<u64>,
    }
}

/// Two threads that take `turns` turns in all on a word, each with `between`
/// steps of its own after each. Every order of the turns has an outcome; it is
/// wrong if the threads alternate, the first one first.
fn turns(turns: usize, between: usize) -> Program {
    program(move || {
        let w = world();
        let own = Array::<Own>::declare("own", 2);
        own.iter().for_each(|own| own.memory.permanent());
        let turn = move |me: u8| {
            let place = qatomic_fetch_inc(w.a);
            (0..between).for_each(|_| _ = qatomic_fetch_inc(own.at(me).word));
            place
        };
        spawn(w.one, "one", move || (0..turns / 2).for_each(|_| _ = turn(1)));
        let order: Vec<u64> = (0..turns - turns / 2).map(|_| turn(0)).collect();
        qemu_thread_join(w.one);
        if order.iter().enumerate().all(|(nth, place)| *place == 2 * nth as u64) {
            broken("they alternate", Name::of("order"), "");
        }
        report_outcome(format!("{order:?}"));
    })
}

fn run(program: &Program, strategy: StrategyKind) -> Verdict {
    limited(EngineName::Explore, strategy, 100_000).run(program)
}

#[test]
fn every_order_of_the_key_points_of_two_threads_is_run_and_then_it_is_over() {
    for (all, orders) in [(2, 2), (4, 6), (6, 20), (8, 70)] {
        let verdict = run(&turns(all, 0), StrategyKind::Period);
        assert!(matches!(verdict.ending, Ending::Sampled(_)), "{:?}", verdict.ending);
        assert_eq!(verdict.outcomes.len(), orders);
        assert_eq!(verdict.schedules, orders as u64, "none is run twice");
    }
}

#[test]
fn what_no_other_thread_uses_ends_no_period() {
    let alone = run(&turns(6, 0), StrategyKind::Period);
    let between = run(&turns(6, 5), StrategyKind::Period);
    assert!(between.steps > 3 * alone.steps, "{} {}", between.steps, alone.steps);
    assert_eq!(between.schedules, alone.schedules);
    assert_eq!(between.outcomes, alone.outcomes);
}

#[test]
fn what_needs_few_periods_is_found_before_what_needs_more() {
    let mut last = 0;
    for all in 3..=8 {
        let program = turns(all, 2);
        let verdict = run(&program, StrategyKind::Period);
        let found = &verdict.found[0];
        let recording = replay(&program, Route::Positions(found.schedule.clone()), 10_000);
        let preemptions = recording.steps.iter().filter(|step| step.preemption).count() as u8;
        assert_eq!(usize::from(preemptions), all - 2, "{all} turns");
        let fewer = StrategyKind::Dfs { preemptions: Some(preemptions - 1) };
        assert_eq!(run(&program, fewer).found, [], "{all} turns need no fewer");
        assert!(found.first > last, "{all} turns: {}", found.first);
        last = found.first;
    }
}

#[test]
fn no_seed_changes_a_schedule() {
    let search = limited(EngineName::Explore, StrategyKind::Period, 50);
    let first = search.run(&turns(6, 1));
    assert_eq!(Search { seed: 2, ..search }.run(&turns(6, 1)), first);
}

#[test]
fn it_sees_nothing_that_brute_force_does_not_see_and_is_no_more_than_a_sample() {
    let (mut all, mut less) = (0, 0);
    for number in 0..1_000 {
        match compare_periods(number, 5) {
            Ok(Compared::Same { .. }) => all += 1,
            Ok(Compared::Less { .. }) => less += 1,
            Ok(Compared::TooLarge) => (),
            Err(difference) => panic!("{difference}"),
        }
    }
    assert_eq!((all, less), (996, 4));
}

#[test]
fn it_finds_every_bug_of_the_catalogue_but_seven_within_two_hundred_schedules() {
    let mut late = vec![];
    for bug in BUGS {
        let all = cells(bug);
        let present = all.iter().find(|cell| cell.expected == Expected::Present);
        let budget = Budget {
            strategy: StrategyKind::Period,
            exhaust: 0,
            schedules: 3_000,
            ..Budget::DEFAULT
        };
        let verdict = run_cell(present.expect("it was there"), &budget).expect("so is a revision");
        let seen = verdict.found.iter().find(|found| bug.is(&found.violation));
        let first = seen.map(|found| found.first);
        if first.is_none_or(|first| first > 200) {
            late.push((bug.name, first));
        }
    }
    // Two threads must each be caught in a window of a few steps, or one in a window
    // of a long migration of both hosts. Two it does not find at all.
    let pinned = [
        ("query-migrate-mbps-too-early", Some(229)),
        ("completed-to-failed-by-channel", Some(586)),
        ("migration-freed-before-thread-runs", None),
        ("postcopy-is-cancelled", Some(1220)),
        ("postcopy-listener-fails-as-guest-starts", Some(269)),
        ("postcopy-lost-between-pong-and-run", None),
        ("postcopy-waits-for-package-of-lost-destination", Some(1122)),
    ];
    assert_eq!(late, pinned);
}
