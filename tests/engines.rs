//! The catalogue under the other engines, where they can express it.

use scenarios::{BUGS, Budget, Cell, Expected, cells, hunt, run_cell};
use sim_io::{EngineName, ShuttleScheduler, StrategyKind};

/// The most threads of a world under loom.
const LOOM_THREADS: usize = 5;

/// The number of cells looked at, with one budget after the other until one sees the bug, and the
/// cells that are not as expected.
fn contradictions(budgets: &[Budget], fits: impl Fn(&Cell) -> bool) -> (usize, Vec<String>) {
    let all: Vec<Cell> = BUGS.iter().flat_map(|bug| cells(bug)).filter(fits).collect();
    let looks = all.iter().filter(|cell| cell.revision.is_ok()).map(|cell| {
        let seen = budgets.iter().any(|budget| {
            let verdict = run_cell(cell, budget).expect("it has a revision");
            verdict.found.iter().any(|found| cell.bug.is(&found.violation))
        });
        let expected = cell.expected == Expected::Present;
        (seen != expected).then(|| {
            let revision = cell.revision.as_ref().map_or("", |revision| revision.name.as_str());
            format!("{} at {revision}", cell.bug.name)
        })
    });
    let looks: Vec<Option<String>> = looks.collect();
    (looks.len(), looks.into_iter().flatten().collect())
}

#[test]
fn every_bug_is_proven_under_shuttle_as_well() {
    // A uniform choice comes into a window of two reads where change points are rare.
    let schedulers = [(ShuttleScheduler::Pct { depth: 3 }, 2_000), (ShuttleScheduler::Random, 200)];
    let budgets = schedulers.map(|(scheduler, schedules)| Budget {
        engine: EngineName::Shuttle,
        strategy: StrategyKind::Shuttle(scheduler),
        schedules,
        ..Budget::DEFAULT
    });
    let (looks, wrong) = contradictions(&budgets, |_| true);
    assert_eq!(wrong, [""; 0]);
    assert!(looks > 60, "{looks} cells");
}

#[test]
fn every_bug_whose_world_loom_can_hold_is_proven_under_loom_as_well() {
    // Few preemptions first: a search in depth with more comes late to what they would do at
    // the beginning of a schedule.
    let budgets = [1, 2].map(|preemptions| Budget {
        engine: EngineName::Loom,
        strategy: StrategyKind::Dfs { preemptions: Some(preemptions) },
        schedules: 4_000,
        ..Budget::DEFAULT
    });
    let (looks, wrong) = contradictions(&budgets, |cell| cell.bug.world.threads() <= LOOM_THREADS);
    // Here a relaxed read may still see the state of before the cancel that made the completion
    // fail, and the next one CANCELLING: the commit narrows that window and does not close it.
    let not_closed =
        ["cancelling-to-failed-2025 at 4a228bcc99", "cancelling-to-failed-2025 at head"];
    assert_eq!(wrong, not_closed);
    assert!(looks > 45, "{looks} cells");
}

#[test]
fn the_crash_of_the_mail_thread_needs_no_more_than_loom_can_hold() {
    // A refused connection stands in for the failed handshake: five threads.
    let world = model::World::PLAIN.fault(1, model::FaultKind::Refused);
    let budget = Budget {
        engine: EngineName::Loom,
        strategy: StrategyKind::Dfs { preemptions: Some(1) },
        schedules: 4_000,
        ..Budget::DEFAULT
    };
    let bug = scenarios::Bug::named("cleanup-vs-channel-creation-uaf").unwrap();
    let seen = |revision: &str| {
        let revision = model::Revision::named(revision).unwrap().revision;
        let program = model::program(world, revision);
        let verdict = hunt(&program, &budget, |violation| bug.is(violation));
        verdict.found.iter().any(|found| bug.is(&found.violation))
    };
    assert_eq!([seen("93fa9dc2e0^"), seen("93fa9dc2e0")], [true, false]);
}
