//! Our strategies on two kernels that share no line: ours, and shuttle's.
//!
//! A search that is complete must run as many schedules on both, a seed must
//! give the same ones, and whatever is seen must be the same.

use model::Revision;
use multifd_tests::{build, exhaustive, program, random, spawn, world};
use scenarios::{BUGS, HEALTHY};
use sim_io::{
    Ending, EngineName, Found, Program, Search, StrategyKind, Verdict, qatomic_fetch_inc,
    qemu_thread_join, replay_shuttle, report_outcome,
};

/// Every strategy of ours.
const STRATEGIES: [StrategyKind; 13] = [
    StrategyKind::Dfs { preemptions: None },
    StrategyKind::Dfs { preemptions: Some(2) },
    StrategyKind::CachedOracle,
    StrategyKind::Dpor,
    StrategyKind::Cached,
    StrategyKind::Iterative,
    StrategyKind::Portfolio,
    StrategyKind::Random,
    StrategyKind::Pct { depth: 3 },
    StrategyKind::Pos,
    StrategyKind::Surw,
    StrategyKind::Feedback,
    StrategyKind::Period,
];

fn search(engine: EngineName, strategy: StrategyKind, seed: u64, schedules: u64) -> Search {
    Search { strategy, seed, schedules_max: Some(schedules), ..exhaustive(engine) }
}

/// All that two kernels must have in common: only ours goes back to states, and
/// only shuttle has names of its own for schedules.
fn common(verdict: &Verdict) -> Verdict {
    let unnamed = |found: &Found| Found { engine_schedule: None, ..found.clone() };
    let found = verdict.found.iter().map(unnamed).collect();
    Verdict { resumed: 0, found, ..verdict.clone() }
}

/// The verdict of both kernels on `program`, which must be one.
#[track_caller]
fn agreed(what: &str, program: &Program, strategy: StrategyKind, schedules: u64) -> Verdict {
    let ours = search(EngineName::Explore, strategy, 1, schedules).run(program);
    let theirs = search(EngineName::Shuttle, strategy, 1, schedules).run(program);
    assert_eq!(common(&theirs), common(&ours), "{what} under {strategy:?}");
    theirs
}

#[test]
fn every_strategy_runs_the_same_schedules_of_random_programs_on_both_kernels() {
    let mut complete = [0; STRATEGIES.len()];
    let (mut violations, mut abandoned) = (0, 0);
    for number in 0..250 {
        let program = build(&random(number, 4));
        for (strategy, complete) in STRATEGIES.into_iter().zip(&mut complete) {
            let verdict = agreed(&format!("program {number}"), &program, strategy, 200);
            *complete += u64::from(verdict.ending == Ending::Exhausted);
            violations += verdict.found.len();
            abandoned += verdict.abandoned;
        }
    }
    for (strategy, complete) in STRATEGIES.iter().zip(complete) {
        let samples = matches!(
            strategy,
            StrategyKind::Random
                | StrategyKind::Pct { .. }
                | StrategyKind::Pos
                | StrategyKind::Surw
                | StrategyKind::Feedback
                | StrategyKind::Period
        );
        assert_eq!(complete > 100, !samples, "{strategy:?}: {complete} complete searches");
    }
    assert!(violations > 500 && abandoned > 500, "{violations} violations, {abandoned} abandoned");
}

#[test]
fn complete_searches_of_every_world_run_as_many_schedules_on_both_kernels() {
    let worlds = BUGS.iter().map(|bug| bug.world).chain(HEALTHY.iter().map(|one| one.world));
    let worlds: Vec<model::World> = worlds.collect();
    let (mut complete, mut broken) = (0, 0);
    for revision in ["v8.2", "head"] {
        let revision = Revision::named(revision).unwrap();
        for world in &worlds {
            let what = format!("{world} at {}", revision.name);
            let program = model::program(*world, revision.revision);
            for strategy in [StrategyKind::Dpor, StrategyKind::Cached, StrategyKind::Iterative] {
                let verdict = agreed(&what, &program, strategy, 200);
                complete += usize::from(verdict.ending == Ending::Exhausted);
                broken += usize::from(!verdict.found.is_empty());
            }
        }
    }
    assert!(complete > 30 && broken > 30, "{complete} complete searches, {broken} with violations");
}

#[test]
fn a_seed_gives_the_same_schedules_of_every_world_on_both_kernels() {
    let head = Revision::named("head").unwrap().revision;
    for bug in BUGS {
        let program = model::program(bug.world, head);
        for strategy in STRATEGIES {
            agreed(bug.name, &program, strategy, 10);
        }
    }
}

/// Every order of two threads' steps has an outcome of its own.
fn orders() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || (0..5).for_each(|_| _ = qatomic_fetch_inc(w.a)));
        let order: Vec<u64> = (0..5).map(|_| qatomic_fetch_inc(w.a)).collect();
        qemu_thread_join(w.one);
        report_outcome(format!("{order:?}"));
    })
}

#[test]
fn another_seed_or_another_strategy_is_told_from_the_first() {
    // A comparison that saw no difference here would see none anywhere.
    let run = |engine, strategy, seed| common(&search(engine, strategy, seed, 50).run(&orders()));
    let random = run(EngineName::Explore, StrategyKind::Random, 1);
    assert_eq!(run(EngineName::Shuttle, StrategyKind::Random, 1), random);
    assert_ne!(run(EngineName::Shuttle, StrategyKind::Random, 2), random);
    assert_ne!(run(EngineName::Shuttle, StrategyKind::Pos, 1), random);
    let own = StrategyKind::Shuttle(sim_io::ShuttleScheduler::Random);
    assert_ne!(run(EngineName::Shuttle, own, 1), random, "shuttle draws other numbers");
}

#[test]
fn whatever_a_strategy_finds_on_the_kernel_of_shuttle_its_schedule_shows_again() {
    let mut shown = 0;
    for number in 0..150 {
        let program = build(&random(number, 4));
        for strategy in [StrategyKind::Dpor, StrategyKind::Cached, StrategyKind::Pos] {
            let verdict = search(EngineName::Shuttle, strategy, 1, 50).run(&program);
            for found in &verdict.found {
                let schedule = found.engine_schedule.as_deref().expect("it has a name");
                let again = replay_shuttle(&program, schedule, 10_000);
                // A search by states does not tell how a free lies to a use.
                let same = |other: &Found| {
                    let (one, other) = (&found.violation, &other.violation);
                    one.is_like(other)
                        && (&one.thread, &one.detail) == (&other.thread, &other.detail)
                };
                assert_eq!(again.note, None, "program {number} under {strategy:?}");
                assert!(again.found.iter().any(same), "program {number} under {strategy:?}");
                shown += 1;
            }
        }
    }
    assert!(shown > 400, "{shown} schedules");
}
