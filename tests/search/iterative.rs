//! Iterative bounding sees everything in the end, and first what needs least.

use multifd_tests::exhaustive;
use sim_io::{
    Breach, Ending, EngineName, Found, Program, Route, Search, StrategyKind, Verdict, replay,
};

use super::{
    programs::{build, random},
    reduction::everything,
};

fn search(program: &Program, strategy: StrategyKind) -> Verdict {
    let search =
        Search { strategy, schedules_max: Some(300_000), ..exhaustive(EngineName::Explore) };
    search.run(program)
}

/// The first schedule that comes to a standstill.
///
/// Clocks see a use after free in schedules that have it in order, windows only
/// where both uses are side by side; a standstill is the same to both.
fn standstill(verdict: &Verdict) -> Option<&Found> {
    verdict.found.iter().find(|found| found.violation.breach == Breach::Deadlock)
}

fn preemptions(program: &Program, found: &Found) -> u8 {
    let recording = replay(program, Route::Positions(found.schedule.clone()), 10_000);
    recording.steps.iter().filter(|step| step.preemption).count() as u8
}

#[test]
fn iterative_bounding_sees_what_brute_force_sees_in_random_programs() {
    let mut compared = 0;
    for number in 0..1_000 {
        let source = random(number, 5);
        let program = build(&source);
        let brute = search(&program, StrategyKind::CachedOracle);
        let iterative = search(&program, StrategyKind::Iterative);
        if brute.ending == Ending::Exhausted && iterative.ending == Ending::Exhausted {
            assert_eq!(everything(&iterative), everything(&brute), "program {number}: {source:?}");
            compared += 1;
        }
    }
    assert!(compared > 800, "{compared} programs were small enough");
}

#[test]
fn the_first_standstill_has_as_few_preemptions_as_any() {
    let (mut compared, mut preempted) = (0, 0);
    for number in 0..8_000 {
        let program = build(&random(number, 5));
        let iterative = search(&program, StrategyKind::Iterative);
        let Some(found) = standstill(&iterative) else { continue };
        let fewest = preemptions(&program, found);
        compared += 1;
        if fewest > 0 {
            let bounded = StrategyKind::Dfs { preemptions: Some(fewest - 1) };
            let fewer = search(&program, bounded);
            assert!(standstill(&fewer).is_none(), "program {number}: {fewest} preemptions");
            preempted += 1;
        }
    }
    assert!(
        compared > 2_000 && preempted > 10,
        "{compared} stood still, {preempted} by preemption"
    );
}
