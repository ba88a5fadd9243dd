//! Summary of what all engines say of one program, as a text to compare with.

use std::fmt::Write;

use sim_io::{Ending, EngineName, Program, StrategyKind, Verdict};

use crate::{breaches, exhaustive, limited, outcomes, program};

/// The number of times that a program runs on real threads.
const OS_SCHEDULES: u64 = 200;

/// Runs `body` under every engine, and says what they saw: the sets of
/// outcomes and of what was broken, over all schedules, and how many schedules
/// our own kernel ran, which shuttle's depth-first search must run too.
///
/// # Panics
/// If a search is not exhaustive, if shuttle sees anything else than our
/// kernel, or if real threads show what our kernel does not.
pub fn summary(body: impl Fn() + Send + Sync + 'static) -> String {
    let program = program(body);
    let explore = complete(EngineName::Explore, &program);
    let shuttle = complete(EngineName::Shuttle, &program);
    assert_eq!(explore.schedules, shuttle.schedules, "shuttle runs the same schedules");
    assert_eq!(explore.outcomes, shuttle.outcomes, "shuttle sees the same outcomes");
    assert_eq!(seen(&explore), seen(&shuttle), "shuttle sees the same");
    real_threads_show_nothing_else(&program, &explore);
    let loom = complete(EngineName::Loom, &program);
    let mut text = format!("{} schedules\n{}", explore.schedules, seen(&explore));
    if seen(&loom) != seen(&explore) {
        // Writing to a String cannot fail.
        let _ = write!(text, "under loom:\n{}", seen(&loom));
    }
    text
}

fn complete(engine: EngineName, program: &Program) -> Verdict {
    let verdict = exhaustive(engine).run(program);
    assert_eq!(verdict.ending, Ending::Exhausted, "{engine:?}: {:?}", verdict.note);
    verdict
}

fn seen(verdict: &Verdict) -> String {
    let outcomes = outcomes(verdict).into_iter().map(|outcome| format!("  {outcome}\n"));
    let breaches = breaches(verdict).into_iter().map(|breach| format!("  ! {breach}\n"));
    outcomes.chain(breaches).collect()
}

fn real_threads_show_nothing_else(program: &Program, explore: &Verdict) {
    let os = limited(EngineName::Os, StrategyKind::Random, OS_SCHEDULES).run(program);
    assert_eq!(os.schedules, OS_SCHEDULES);
    assert!(outcomes(&os).is_subset(&outcomes(explore)), "{:?}", os.outcomes);
    assert!(breaches(&os).is_subset(&breaches(explore)), "{:?}", os.found);
}
