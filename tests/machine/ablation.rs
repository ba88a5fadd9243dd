//! Behaviour of a program when something that it does to synchronise is taken out.

use std::panic::Location;

use multifd_tests::{breaches, exhaustive, limited, outcomes, program, spawn, world};
use sim_io::{
    Ablation, Act, Change, Ending, EngineName, Passed, Program, SPINS, Search, Site, Spot,
    StrategyKind, Verdict, in_function, qatomic_read, qatomic_set, qemu_mutex_lock,
    qemu_mutex_unlock, qemu_sem_post, qemu_sem_wait, qemu_thread_join, recorded, report_outcome,
};

/// A token is handed over, and a number is counted up under a lock.
fn handed_over() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            let _in = in_function("one");
            qatomic_set(w.a, 1);
            qemu_sem_post(w.sem);
            counts(w);
        });
        {
            let _in = in_function("main");
            qemu_sem_wait(w.sem);
            counts(w);
            let flag = qatomic_read(w.a);
            qemu_thread_join(w.one);
            report_outcome(format!("{flag}, counted {}", w.b.peek()));
        }
    })
}

fn counts(w: multifd_tests::World) {
    let _in = in_function("counts");
    qemu_mutex_lock(w.mutex);
    let count = qatomic_read(w.b);
    qatomic_set(w.b, count + 1);
    qemu_mutex_unlock(w.mutex);
}

fn passed() -> Passed {
    recorded(|| exhaustive(EngineName::Explore).run(&handed_over())).1
}

fn spot(function: &str, act: Act) -> Spot {
    let all = passed().into_keys();
    let mut these = all.filter(|spot| (spot.function, spot.act) == (function, act));
    these.next().expect("the program comes there")
}

fn without(function: &str, act: Act, change: Change) -> Program {
    let spot = spot(function, act);
    let site = Site { function: function.into(), act, object: spot.object(), nth: 1 };
    handed_over().without(Ablation { site, change, spot })
}

fn states() -> Search {
    limited(EngineName::Explore, StrategyKind::Cached, 10_000)
}

fn broken(verdict: &Verdict) -> String {
    breaches(verdict).into_iter().collect::<Vec<_>>().join("; ")
}

/// Every search, by every engine that comes to an end.
fn searches() -> [Search; 5] {
    let explore = |strategy| limited(EngineName::Explore, strategy, 100_000);
    [
        exhaustive(EngineName::Explore),
        exhaustive(EngineName::Shuttle),
        explore(StrategyKind::Dpor),
        explore(StrategyKind::Cached),
        limited(EngineName::Shuttle, StrategyKind::Cached, 100_000),
    ]
}

#[track_caller]
fn shows(function: &str, act: Act, change: Change, broken_things: &str, shown: &[&str]) {
    let program = without(function, act, change);
    for search in searches() {
        let verdict = search.run(&program);
        let told = (broken(&verdict), outcomes(&verdict).into_iter().collect::<Vec<_>>());
        let expected = (broken_things.to_string(), shown.to_vec());
        assert_eq!(told, expected, "{:?} of {:?}", search.strategy, search.engine);
    }
}

#[test]
fn a_program_that_lacks_nothing_is_as_it_was() {
    for search in searches() {
        let verdict = search.run(&handed_over());
        assert_eq!(broken(&verdict), "");
        assert_eq!(outcomes(&verdict).into_iter().collect::<Vec<_>>(), ["1, counted 2"]);
    }
}

#[test]
fn what_is_recorded_is_searched_as_ever() {
    let plain = states().run(&handed_over());
    let (watched, _) = recorded(|| states().run(&handed_over()));
    assert_eq!(plain, watched);
}

#[test]
fn a_post_that_is_missing_is_waited_for_for_ever() {
    shows("one", Act::Post, Change::Dropped, "deadlock: w.sem", &[]);
}

#[test]
fn a_wait_that_is_missing_orders_nothing() {
    let both = ["0, counted 2", "1, counted 2"];
    shows("main", Act::Wait, Change::Dropped, "", &both);
}

#[test]
fn a_store_that_is_missing_is_never_read() {
    shows("one", Act::Store, Change::Dropped, "", &["0, counted 2"]);
}

#[test]
fn a_lock_is_missing_with_its_unlock_and_loses_a_count() {
    let program = without("counts", Act::Lock, Change::Dropped);
    let verdict = states().run(&program);
    assert_eq!(broken(&verdict), "");
    assert!(outcomes(&verdict).contains("1, counted 1"), "{:?}", verdict.outcomes);
}

#[test]
fn a_lock_that_is_never_given_back_keeps_everybody_else_out() {
    let verdict = states().run(&without("counts", Act::Unlock, Change::Dropped));
    assert!(broken(&verdict).contains("deadlock"), "{}", broken(&verdict));
}

#[test]
fn a_join_that_is_missing_leaves_a_thread_and_a_detached_one_does_not() {
    let verdict = states().run(&without("main", Act::Join, Change::Dropped));
    assert!(broken(&verdict).contains("thread never joined"), "{}", broken(&verdict));
    let verdict = states().run(&without("main", Act::Join, Change::Detached));
    assert_eq!(broken(&verdict), "");
    assert!(verdict.outcomes.len() > 1, "{:?}", verdict.outcomes);
}

#[test]
fn a_load_gives_what_it_is_told_to() {
    shows("main", Act::Load, Change::Gives(7), "", &["7, counted 2"]);
}

#[test]
fn a_wait_that_is_missing_in_a_loop_is_told_and_not_waited_for() {
    let spinning = program(|| {
        let w = world();
        let _in = in_function("main");
        qemu_sem_post(w.sem);
        loop {
            qemu_sem_wait(w.sem);
        }
    });
    let (_, passed) = recorded(|| states().run(&spinning));
    let mut waits = passed.into_keys().filter(|spot| spot.act == Act::Wait);
    let spot = waits.next().expect("it waits");
    let site = Site { function: "main".into(), act: Act::Wait, object: spot.object(), nth: 1 };
    let lacks = spinning.without(Ablation { site, change: Change::Dropped, spot });
    let verdict = states().run(&lacks);
    assert!(broken(&verdict).contains(SPINS), "{}", broken(&verdict));
}

#[test]
fn a_place_elsewhere_changes_nothing() {
    let elsewhere = Spot { place: Location::caller(), ..spot("one", Act::Post) };
    let site = Site { function: "one".into(), act: Act::Post, object: elsewhere.object(), nth: 2 };
    let lacks = handed_over().without(Ablation { site, change: Change::Dropped, spot: elsewhere });
    let (intact, lacking) = (states().run(&handed_over()), states().run(&lacks));
    assert_eq!(intact, lacking);
    assert_eq!(intact.ending, Ending::Exhausted);
}
