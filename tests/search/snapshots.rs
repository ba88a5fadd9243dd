//! Going back to a state is running there again, only faster.

use std::collections::BTreeMap;

use model::{Revision, Start, World};
use multifd_tests::{build, exhaustive, limited, random, spawn, world};
use scenarios::{BUGS, HEALTHY};
use sim_io::{
    Ending, EngineName, Heap, Name, Program, Search, StrategyKind, Verdict, g_free, g_new0,
    in_function, qatomic_read, qatomic_set, qemu_thread_join, report_outcome, touch,
};

fn by_states(program: &Program) -> Verdict {
    let strategy = StrategyKind::Cached;
    let search = Search { strategy, schedules_max: Some(5_000), ..exhaustive(EngineName::Explore) };
    search.run(program)
}

/// All that a verdict says, to the last schedule.
fn all_of(verdict: &Verdict) -> (String, u64, u64, BTreeMap<String, u64>, String) {
    let ending = format!("{:?}", verdict.ending);
    let found = format!("{:?}", verdict.found);
    (ending, verdict.schedules, verdict.steps, verdict.outcomes.clone(), found)
}

/// Strategies that run schedule after schedule and judge by clocks.
const BY_CLOCKS: [StrategyKind; 8] = [
    StrategyKind::Random,
    StrategyKind::Pct { depth: 3 },
    StrategyKind::Pos,
    StrategyKind::Surw,
    StrategyKind::Feedback,
    StrategyKind::Period,
    StrategyKind::Portfolio,
    StrategyKind::Dpor,
];

fn assert_same_by_clocks(program: &Program, most: u64, what: &str) {
    let again = program.clone().run_again();
    for strategy in BY_CLOCKS {
        let search = limited(EngineName::Explore, strategy, most);
        let (copied, again) = (search.run(program), search.run(&again));
        assert_eq!(copied, again, "{what}, {strategy:?}");
    }
}

fn assert_same(program: Program, what: &str) -> u64 {
    let copied = by_states(&program);
    let again = by_states(&program.run_again());
    assert_eq!(all_of(&copied), all_of(&again), "{what}");
    copied.schedules
}

#[test]
fn copies_and_reruns_agree_to_the_last_schedule_on_random_programs() {
    let schedules: u64 = (0..2_500)
        .map(|number| assert_same(build(&random(number, 5)), &format!("program {number}")))
        .sum();
    assert!(schedules > 4_000, "only {schedules} schedules were compared");
}

#[test]
fn copies_and_reruns_agree_to_the_last_schedule_on_every_world() {
    let worlds = BUGS.iter().map(|bug| bug.world).chain(HEALTHY.iter().map(|one| one.world));
    let worlds: Vec<World> = worlds.collect();
    for revision in ["v8.2", "e1", "head"] {
        let revision = Revision::named(revision).unwrap();
        for world in &worlds {
            let what = format!("{world} at {}", revision.name);
            assert_same(model::program(*world, revision.revision), &what);
        }
    }
}

#[test]
fn who_judges_by_clocks_sees_the_same_of_copies_on_random_programs() {
    for number in 0..300 {
        assert_same_by_clocks(&build(&random(number, 5)), 100, &format!("program {number}"));
    }
}

#[test]
fn a_complete_search_that_judges_by_clocks_sees_the_same_of_copies() {
    let handed = World { channels: 3, start: Start::Connected, ..World::PLAIN };
    for world in [World { channels: 2, ..World::PLAIN }, handed] {
        let program = model::program(world, Revision::head());
        let search = limited(EngineName::Explore, StrategyKind::Dpor, 5_000);
        let copied = search.run(&program);
        assert_eq!(copied.ending, Ending::Exhausted, "{world}");
        assert!(copied.schedules > 200, "{world}: {} schedules", copied.schedules);
        assert_eq!(copied, search.run(&program.run_again()), "{world}");
    }
}

#[test]
fn who_judges_by_clocks_sees_the_same_of_copies_on_every_bug() {
    for (bug, revision) in BUGS.iter().zip(["v8.2", "e1", "head"].into_iter().cycle()) {
        let program = model::program(bug.world, Revision::named(revision).unwrap().revision);
        assert_same_by_clocks(&program, 150, &format!("{} at {revision}", bug.name));
    }
}

#[test]
fn no_thread_of_the_model_holds_memory_across_a_step() {
    for bug in BUGS {
        let head = Revision::named("head").unwrap().revision;
        let verdict = by_states(&model::program(bug.world, head));
        let copied = verdict.resumed + 1 == verdict.schedules;
        assert!(copied, "{}: {} of {} schedules", bug.name, verdict.resumed, verdict.schedules);
    }
}

/// A thread puts what it reads through a list of its own: memory that a copy would not have.
fn holds_memory() {
    let w = world();
    spawn(w.one, "writer", move || (1..4).for_each(|value| qatomic_set(w.a, value)));
    let mut seen = vec![qatomic_read(w.a)];
    for _ in 0..2 {
        seen.push(qatomic_read(w.a));
    }
    report_outcome(format!("{seen:?}"));
    qemu_thread_join(w.one);
}

#[test]
fn a_thread_that_holds_memory_is_not_copied() {
    let program = Program::copyable(Name::of("main"), holds_memory);
    let verdict = by_states(&program);
    assert!(verdict.resumed + 1 < verdict.schedules, "every state was copied");
    assert!(verdict.outcomes.len() > 10, "{:?}", verdict.outcomes);
    assert_same(program, "a list across steps");
}

/// A thread holds such memory from before its first step on.
fn always_holds_memory() {
    let w = world();
    let mut seen = vec![7];
    spawn(w.one, "writer", move || (1..4).for_each(|value| qatomic_set(w.a, value)));
    seen.push(qatomic_read(w.a));
    report_outcome(format!("{seen:?}"));
    qemu_thread_join(w.one);
}

#[test]
fn a_thread_that_holds_memory_before_its_first_step_begins_anew() {
    let program = Program::copyable(Name::of("main"), always_holds_memory);
    assert_same_by_clocks(&program, 20, "a list from the beginning");
}

#[test]
fn what_is_searched_in_between_does_not_change_where_a_program_begins() {
    let search = limited(EngineName::Explore, StrategyKind::Random, 20);
    let programs: Vec<Program> = (0..20).map(|number| build(&random(number, 5))).collect();
    let first: Vec<Verdict> = programs.iter().map(|program| search.run(program)).collect();
    for _ in 0..2 {
        let again = programs.iter().map(|program| search.run(program));
        assert!(again.eq(first.iter().cloned()));
    }
}

/// The other thread uses memory in one function and then in another, in no order with its end.
fn uses_memory_in_two_functions() {
    let w = world();
    let block = Heap::declare(Name::of("block"));
    g_new0(block);
    spawn(w.one, "one", move || {
        for function in ["first", "second"] {
            let _in_function = in_function(function);
            touch(block);
            (0..3).for_each(|value| qatomic_set(w.a, value));
        }
    });
    for _ in 0..3 {
        qatomic_read(w.a);
    }
    g_free(block);
    qemu_thread_join(w.one);
}

#[test]
fn where_memory_was_used_last_is_brought_back_as_well() {
    let program = Program::copyable(Name::of("main"), uses_memory_in_two_functions);
    assert_same_by_clocks(&program, 500, "two functions");
}
