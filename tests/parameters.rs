//! Changes by management while there is a migration.

use model::{Action, FaultKind, Start, World};
use multifd_tests::{breaches, outcomes};
use sim_io::{StrategyKind, Verdict};

use crate::complete::complete;

const ONE: World = World { channels: 1, rounds: 0, ..World::PLAIN };

/// The verdict of a search by states, which Optimal-DPOR sees as well; that also looks at what
/// comes after a crash.
fn both(world: World, revision: &str) -> Verdict {
    let traces = complete(world, revision, StrategyKind::Dpor);
    let states = complete(world, revision, StrategyKind::Cached);
    assert_eq!(outcomes(&traces), outcomes(&states), "{revision}, {world}");
    assert!(breaches(&states).is_subset(&breaches(&traces)), "{revision}, {world}");
    states
}

fn has(verdict: &Verdict, what: &str) -> bool {
    breaches(verdict).iter().any(|breach| breach.contains(what))
}

#[test]
fn at_every_release_a_number_that_is_raised_leads_behind_the_array() {
    for release in ["v8.2", "v9.0", "v9.1", "v10.0", "v10.2"] {
        let verdict = both(World { action: Action::RaiseChannels, ..ONE }, release);
        assert!(has(&verdict, "S13: multifd_send_state"), "{release}");
        assert!(has(&verdict, "data race: parameters.multifd_channels"), "{release}");
    }
}

#[test]
fn at_every_release_a_number_that_is_lowered_leaves_a_thread_without_memory() {
    for release in ["v8.2", "v9.0", "v9.1", "v10.0", "v10.2"] {
        let world = World { action: Action::LowerChannels, rounds: 0, pages: 0, ..World::PLAIN };
        let verdict = complete(world, release, StrategyKind::Cached);
        assert!(has(&verdict, "use after free: params[1]"), "{release}");
    }
}

#[test]
fn multifd_that_is_switched_off_is_not_cleaned_up_whether_it_has_failed_or_completed() {
    for release in ["v8.2", "v9.0", "v9.1", "v10.0", "v10.2"] {
        let world = World { action: Action::SwitchOff, ..ONE };
        for (world, end) in [(world, "completed"), (world.fault(0, FaultKind::Reset(0)), "failed")]
        {
            let verdict = both(world, release);
            assert!(outcomes(&verdict).contains(end), "{release}, {world}");
            assert!(has(&verdict, "QLIST_EMPTY(&entry->yankfns)"), "{release}, {world}");
        }
    }
}

#[test]
fn while_it_is_running_multifd_cannot_be_switched_off() {
    let stalled = World { action: Action::SwitchOff, ..ONE }.fault(0, FaultKind::Stall(0));
    for release in ["v8.2", "v10.2"] {
        assert!(!has(&both(stalled, release), "yankfns"), "{release}");
    }
}

#[test]
fn a_world_that_has_no_such_management_is_refused_with_a_sentence() {
    let alone = World { action: Action::LowerChannels, ..ONE };
    let sentence = |world: World| world.check().expect_err("it cannot be played");
    assert_eq!(sentence(alone), "one channel is the least that there may be");
    let destination = World { start: Start::Incoming, action: Action::SwitchOff, ..ONE };
    assert_eq!(sentence(destination), "a destination alone has no command from outside");
}
