//! A pause before the switchover, and what management says to it.

use model::{FaultKind, Pause, World};
use multifd_tests::breaches;
use sim_io::StrategyKind;

use crate::complete::complete;

#[test]
fn a_migration_that_failed_as_it_paused_goes_on_if_it_is_told_to_in_that_state() {
    let world = World { channels: 1, pages: 3, pause: Pause::Continued, ..World::PLAIN }
        .fault(0, FaultKind::Reset(2));
    let waits = "deadlock: current_migration.pause_event".to_string();
    for revision in ["v8.2", "v9.2", "v10.2", "head"] {
        let told = [Pause::Continued, Pause::ContinuedAnyhow].map(|pause| {
            let world = World { pause, ..world };
            breaches(&complete(world, revision, StrategyKind::Cached)).contains(&waits)
        });
        assert_eq!(told, [true, false], "{revision}");
    }
}
