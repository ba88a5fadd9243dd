//! A reduced search sees all that brute force sees, and nothing else.

use std::collections::BTreeSet;

use multifd_tests::exhaustive;
use sim_io::{Ending, EngineName, Program, Search, StrategyKind, Verdict};

use super::programs::{build, random};

fn search(program: &Program, strategy: StrategyKind) -> Verdict {
    let search =
        Search { strategy, schedules_max: Some(300_000), ..exhaustive(EngineName::Explore) };
    search.run(program)
}

/// Everything that can be told of a verdict, whatever the order of its schedules.
pub(super) fn everything(verdict: &Verdict) -> BTreeSet<String> {
    // Verdicts keep one violation of each key, whichever came first.
    let violations = verdict.found.iter().map(|found| format!("{:?}", found.violation.key()));
    verdict.outcomes.keys().cloned().chain(violations).collect()
}

fn compare(numbers: std::ops::Range<u64>, longest: usize) -> (u64, u64, u64) {
    let (mut compared, mut brute_total, mut reduced_total) = (0, 0, 0);
    for number in numbers {
        let source = random(number, longest);
        let program = build(&source);
        let brute = search(&program, StrategyKind::Dfs { preemptions: None });
        if brute.ending != Ending::Exhausted {
            continue;
        }
        let reduced = search(&program, StrategyKind::Dpor);
        assert_eq!(reduced.ending, Ending::Exhausted, "program {number}: {source:?}");
        assert_eq!(everything(&reduced), everything(&brute), "program {number}: {source:?}");
        assert!(reduced.schedules <= brute.schedules, "program {number}");
        compared += 1;
        brute_total += brute.schedules;
        reduced_total += reduced.schedules;
    }
    (compared, brute_total, reduced_total)
}

/// Whether some schedule kills the process. Clocks and states agree on that, if
/// not on where: a use and a free in no order may be far apart.
pub(super) fn dies(verdict: &Verdict) -> bool {
    verdict.found.iter().any(|found| found.violation.breach.is_fatal())
}

#[test]
fn search_by_states_sees_what_brute_force_sees_in_random_programs() {
    let (mut compared, mut brute_total, mut cached_total) = (0, 0, 0);
    for number in 0..3_000 {
        let source = random(number, 5);
        let program = build(&source);
        let brute = search(&program, StrategyKind::CachedOracle);
        if brute.ending != Ending::Exhausted {
            continue;
        }
        let cached = search(&program, StrategyKind::Cached);
        assert_eq!(cached.ending, Ending::Exhausted, "program {number}: {source:?}");
        assert_eq!(everything(&cached), everything(&brute), "program {number}: {source:?}");
        let clocks = search(&program, StrategyKind::Dfs { preemptions: None });
        assert_eq!(dies(&cached), dies(&clocks), "program {number}: {source:?}");
        if !dies(&clocks) {
            assert_eq!(everything(&cached), everything(&clocks), "program {number}: {source:?}");
        }
        compared += 1;
        brute_total += brute.schedules;
        cached_total += cached.schedules;
    }
    assert!(compared > 2_500, "{compared} programs were small enough");
    assert!(cached_total * 3 < brute_total, "{cached_total} of {brute_total} schedules");
}

#[test]
fn partial_order_reduction_sees_what_brute_force_sees_in_random_programs() {
    let (compared, brute, reduced) = compare(0..3_000, 5);
    assert!(compared > 2_500, "{compared} programs were small enough");
    assert!(reduced * 3 < brute, "{reduced} of {brute} schedules");
}
