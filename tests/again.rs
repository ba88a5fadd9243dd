//! A second `migrate`, at any moment of the first.

use model::{FaultKind, World};
use sim_io::StrategyKind;

use crate::complete::complete;

/// The number of schedules of each kind, what they end in, and what they break.
fn migrate_again(bug: &str, revision: &str) -> (u64, Vec<String>, Vec<String>) {
    let bug = scenarios::Bug::named(bug).expect("it is in the catalogue");
    let verdict = complete(bug.world, revision, StrategyKind::Dpor);
    let live = verdict.found.iter().filter(|found| bug.is(&found.violation));
    let mut functions: Vec<String> = vec![];
    // One function breaks a rule in more than one state.
    for found in live {
        if !functions.contains(&found.violation.function) {
            functions.push(found.violation.function.clone());
        }
    }
    (verdict.schedules, verdict.outcomes.keys().cloned().collect(), functions)
}

#[test]
fn a_migrate_that_comes_before_the_cleanup_kills_qemu_until_d1ab9655fd() {
    let (schedules, outcomes, functions) =
        migrate_again("migrate-again-before-cleanup", "d1ab9655fd^");
    assert_eq!(schedules, 37);
    assert!(outcomes.contains(&"failed".to_string()), "{outcomes:?}");
    assert!(functions.contains(&"migrate_prepare".to_string()), "{functions:?}");
}

#[test]
fn up_to_v10_2_the_cleanup_dies_of_what_the_refused_migrate_forgot() {
    let (_, _, functions) = migrate_again("migrate-again-before-cleanup", "v10.2");
    assert_eq!(functions, ["migrate_prepare", "migrate_fd_cleanup"]);
}

#[test]
fn a_migrate_that_comes_before_postmigrate_kills_qemu() {
    let (schedules, outcomes, functions) =
        migrate_again("migrate-again-before-postmigrate", "head");
    assert_eq!(schedules, 25);
    assert!(outcomes.contains(&"completed".to_string()), "{outcomes:?}");
    assert!(functions.contains(&"migrate_prepare".to_string()), "{functions:?}");
}

#[test]
fn since_6dd4f44c4f_a_cleanup_without_a_thread_keeps_the_big_lock() {
    let world = World { channels: 1, ..World::PLAIN }.fault(0, FaultKind::Notifier);
    let steps = ["6dd4f44c4f^", "6dd4f44c4f"]
        .map(|revision| complete(world, revision, StrategyKind::Dpor).steps);
    assert_eq!(steps[0] - steps[1], 2, "the lock is given away, and taken once more");
}
