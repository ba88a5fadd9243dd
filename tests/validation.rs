//! Reduced searches against brute force, one program at a time.

use std::collections::BTreeSet;

use sim_io::{Ending, EngineName, Program, Search, StrategyKind, Verdict};

use crate::{build, build_sharing, exhaustive, random, random_sharing};

/// The most schedules of one search: a larger program is not compared.
const SCHEDULES_MAX: u64 = 300_000;

/// The comparison of two searches of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Both saw the same, in so many schedules.
    Same {
        /// Those of brute force.
        brute: u64,
        /// Those of the reduced search.
        reduced: u64,
    },
    /// A sample saw nothing else, but not all.
    Less {
        /// The number of outcomes and violations it has missed.
        missed: usize,
    },
    /// Brute force did not come to its end.
    TooLarge,
}

fn search(program: &Program, strategy: StrategyKind) -> Verdict {
    let schedules_max = Some(SCHEDULES_MAX);
    Search { strategy, schedules_max, ..exhaustive(EngineName::Explore) }.run(program)
}

/// Everything that can be told of a verdict, whatever the order of its schedules.
pub fn everything(verdict: &Verdict) -> BTreeSet<String> {
    // Verdicts keep one violation of each key, whichever came first.
    let violations = verdict.found.iter().map(|found| format!("{:?}", found.violation.key()));
    verdict.outcomes.keys().cloned().chain(violations).collect()
}

/// Returns true if some schedule kills the process. Clocks and states agree on that, if not on
/// where: a use and a free in no order may be far apart.
pub fn dies(verdict: &Verdict) -> bool {
    verdict.found.iter().any(|found| found.violation.breach.is_fatal())
}

/// Compares Optimal-DPOR with brute force on the program of a number, whose
/// threads have at most `longest` instructions.
///
/// # Errors
/// The difference.
pub fn compare_traces(number: u64, longest: usize) -> Result<Compared, String> {
    let source = random(number, longest);
    compare_traces_of(&build(&source))
        .map_err(|what| format!("program {number}: {what} {source:?}"))
}

/// Compares search by states in the same way.
///
/// # Errors
/// The difference.
pub fn compare_states(number: u64, longest: usize) -> Result<Compared, String> {
    let source = random(number, longest);
    compare_with_oracle(&build(&source))
        .map_err(|what| format!("program {number}: {what} {source:?}"))
}

/// Compares search by states and Optimal-DPOR so, on a program of what may commute.
///
/// # Errors
/// The difference.
pub fn compare_sharing(number: u64, longest: usize) -> Result<Compared, String> {
    let source = random_sharing(number, longest);
    let program = build_sharing(&source);
    let traces = compare_traces_of(&program);
    let compared = traces.and_then(|_| compare_with_oracle(&program));
    compared.map_err(|what| format!("sharing {number}: {what} {source:?}"))
}

fn compare_traces_of(program: &Program) -> Result<Compared, String> {
    let brute = search(program, StrategyKind::Dfs { preemptions: None });
    if brute.ending != Ending::Exhausted {
        return Ok(Compared::TooLarge);
    }
    let reduced = search(program, StrategyKind::Dpor);
    let same = everything(&reduced) == everything(&brute);
    let fewer = reduced.schedules <= brute.schedules;
    if reduced.ending != Ending::Exhausted || !same || !fewer {
        return Err(differs("Optimal-DPOR", &reduced, &brute));
    }
    Ok(Compared::Same { brute: brute.schedules, reduced: reduced.schedules })
}

fn compare_with_oracle(program: &Program) -> Result<Compared, String> {
    let brute = search(program, StrategyKind::CachedOracle);
    if brute.ending != Ending::Exhausted {
        return Ok(Compared::TooLarge);
    }
    let cached = search(program, StrategyKind::Cached);
    if cached.ending != Ending::Exhausted || everything(&cached) != everything(&brute) {
        return Err(differs("search by states", &cached, &brute));
    }
    let clocks = search(program, StrategyKind::Dfs { preemptions: None });
    // To a search by states every atomic is a barrier: clocks may see more, where
    // an order is relaxed, but never less, and no other outcome.
    let outcomes = |verdict: &Verdict| verdict.outcomes.keys().cloned().collect::<Vec<_>>();
    let agree = outcomes(&cached) == outcomes(&clocks) || dies(&clocks);
    let invents = !dies(&clocks) && !everything(&cached).is_subset(&everything(&clocks));
    if (dies(&cached) && !dies(&clocks)) || invents || !agree {
        return Err(differs("search by states, against clocks,", &cached, &clocks));
    }
    Ok(Compared::Same { brute: brute.schedules, reduced: cached.schedules })
}

/// Compares periodical scheduling with brute force: a sample may miss something,
/// but must not see what is not there.
///
/// # Errors
/// The difference, if it invents something.
pub fn compare_periods(number: u64, longest: usize) -> Result<Compared, String> {
    let source = random(number, longest);
    let program = build(&source);
    let brute = search(&program, StrategyKind::Dfs { preemptions: None });
    if brute.ending != Ending::Exhausted {
        return Ok(Compared::TooLarge);
    }
    let periods = search(&program, StrategyKind::Period);
    let sampled = matches!(periods.ending, Ending::Sampled(_));
    let (seen, there) = (everything(&periods), everything(&brute));
    if !sampled || !seen.is_subset(&there) {
        let what = differs("periodical scheduling", &periods, &brute);
        return Err(format!("program {number}: {what} {source:?}"));
    }
    let (brute, reduced) = (brute.schedules, periods.schedules);
    Ok(if seen == there {
        Compared::Same { brute, reduced }
    } else {
        Compared::Less { missed: there.len() - seen.len() }
    })
}

fn differs(what: &str, reduced: &Verdict, brute: &Verdict) -> String {
    let (seen, there) = (everything(reduced), everything(brute));
    let missed: Vec<&String> = there.difference(&seen).collect();
    let invented: Vec<&String> = seen.difference(&there).collect();
    let ending = &reduced.ending;
    format!("{what} ({ending:?}) misses {missed:?}, invents {invented:?}:")
}
