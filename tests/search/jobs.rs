//! One search on several processors.

use model::{Revision, Start, World, program};
use multifd_tests::{build, exhaustive, limited, random};
use scenarios::BUGS;
use sim_io::{Ending, EngineName, Program, Search, Stop, StrategyKind, Verdict};

const SEARCH: StrategyKind = StrategyKind::Dpor;

fn same_with_any_number_of_jobs(search: &Search, program: &Program, what: &str) -> Verdict {
    let one = search.run(program);
    for jobs in [2, 3, 5] {
        let several = Search { jobs, ..search.clone() }.run(program);
        assert_eq!(several, one, "{what}: {jobs} jobs");
    }
    one
}

#[test]
fn several_processors_give_the_verdict_that_one_gives() {
    let (mut broken, mut cut) = (0, 0);
    for bug in BUGS {
        let program = program(bug.world, Revision::named("v8.2").unwrap().revision);
        let search = limited(EngineName::Explore, SEARCH, 300);
        let verdict = same_with_any_number_of_jobs(&search, &program, bug.name);
        broken += usize::from(!verdict.found.is_empty());
        cut += usize::from(verdict.ending != Ending::Exhausted);
    }
    assert!(broken > 10 && cut > 10, "{broken} with violations, {cut} cut");
}

#[test]
fn several_processors_come_upon_the_same_violation_first() {
    let mut found = 0;
    for bug in BUGS {
        let program = program(bug.world, Revision::named("v8.2").unwrap().revision);
        let search = limited(EngineName::Explore, SEARCH, 300);
        let search = Search { stop: Stop::AtFirst, ..search };
        let verdict = same_with_any_number_of_jobs(&search, &program, bug.name);
        found += usize::from(!verdict.found.is_empty());
    }
    assert!(found > 10, "{found}");
}

#[test]
fn several_processors_see_all_of_random_programs_once() {
    for number in 0..150 {
        let program = build(&random(number, 4));
        let search = Search { strategy: SEARCH, ..exhaustive(EngineName::Explore) };
        let verdict = same_with_any_number_of_jobs(&search, &program, &format!("{number}"));
        assert_eq!(verdict.ending, Ending::Exhausted);
    }
}

#[test]
fn schedules_that_run_side_by_side_keep_no_other_out_and_none_is_run_twice() {
    let world = World { channels: 3, rounds: 1, start: Start::Connected, ..World::PLAIN };
    let program = program(world, Revision::named("v10.2").unwrap().revision);
    let search = Search { strategy: SEARCH, ..exhaustive(EngineName::Explore) };
    let verdict = same_with_any_number_of_jobs(&search, &program, "hand-off");
    assert_eq!(verdict.ending, Ending::Exhausted);
    // As many as one after the other: each trace once.
    assert_eq!((verdict.schedules, verdict.abandoned), (210, 0));
}

#[test]
fn a_search_that_is_cut_runs_as_many_schedules_as_it_may() {
    let world = World { channels: 3, rounds: 1, start: Start::Connected, ..World::PLAIN };
    let program = program(world, Revision::head());
    for most in (1..60).chain([129, 209]) {
        let search = limited(EngineName::Explore, SEARCH, most);
        let verdict = same_with_any_number_of_jobs(&search, &program, &format!("{most}"));
        assert_eq!(verdict.schedules, most);
    }
}
