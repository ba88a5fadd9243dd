//! Sweeps: every world of a size with few faults, searched completely.

mod around;

use std::ops::ControlFlow;

use model::{Action, FaultKind, Revision, World, program};
use sim_io::{Ending, StrategyKind, Verdict, in_order};

pub use self::around::Around;
use crate::{
    draw::faults_in,
    hunt::{Budget, add_new, survey},
};

/// Every world of this size with at most so many faults, under every action,
/// over either transport.
///
/// A stall needs an action that may end it, or it is the peer's hang and not QEMU's.
pub fn faulty_worlds(around: Around, channels: u8, rounds: u8, most: u8) -> Vec<World> {
    let mut worlds = vec![];
    for base in around.bases() {
        let base = around.placed(World { channels, rounds, ..base });
        if base.action == Action::LowerChannels && channels == 1 {
            // There cannot be fewer.
            continue;
        }
        worlds.extend(worlds_around(base, most));
    }
    worlds
}

/// `world`, and that with at most `most` faults more.
pub fn worlds_around(world: World, most: u8) -> Vec<World> {
    let mut worlds = vec![];
    add_worlds(world, &faults_in(&world), most, &mut worlds);
    worlds
}

/// `world`, and that with at most `most` of `faults` more.
fn add_worlds(world: World, faults: &[(u8, FaultKind)], most: u8, worlds: &mut Vec<World>) {
    worlds.push(world);
    if most == 0 {
        return;
    }
    for (index, (channel, kind)) in faults.iter().enumerate() {
        add_worlds(world.fault(*channel, *kind), &faults[index + 1..], most - 1, worlds);
    }
}

/// A world of a sweep, and what the search saw.
#[derive(Clone, Debug)]
pub struct Swept {
    /// The world.
    pub world: World,
    /// The verdict.
    pub verdict: Verdict,
}

/// Searches each of `worlds` by states, within so many schedules; where that
/// does not end, within as many with few preemptions. Hands each result to
/// `receive` in order, until it breaks.
pub fn sweep(
    worlds: &[World],
    revision: Revision,
    schedules: u64,
    jobs: usize,
    mut receive: impl FnMut(Swept) -> ControlFlow<()>,
) {
    let search = |index: u64| whole_or_bounded(worlds[index as usize], revision, schedules);
    in_order(jobs, worlds.len() as u64, search, |index, verdict| {
        receive(Swept { world: worlds[index as usize], verdict })
    });
}

fn whole_or_bounded(world: World, revision: Revision, schedules: u64) -> Verdict {
    let program = program(world, revision);
    let search =
        |strategy| survey(&program, &Budget { strategy, schedules, exhaust: 0, ..Budget::DEFAULT });
    let whole = search(StrategyKind::Cached);
    if whole.ending == Ending::Exhausted {
        return whole;
    }
    let mut bounded = search(StrategyKind::Iterative);
    bounded.schedules += whole.schedules;
    add_new(&mut bounded.found, whole.found);
    bounded
}
