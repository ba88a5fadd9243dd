//! The function that frees, in another schedule, what a schedule leaks.

use model::{Action, Revision, World, program};
use sim_io::{Freed, Route, replay};

/// The most steps of the schedule that is looked at.
const STEPS_MAX: usize = 10_000;

/// A function that frees memory where nothing leaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The thread that frees it.
    pub thread: String,
    /// The QEMU function that does.
    pub function: &'static str,
    /// The world of that schedule.
    pub place: Place,
}

/// The world of a schedule that frees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The world that leaks.
    Same,
    /// That world without its faults and its command.
    Undisturbed,
}

/// The release of `memory`, a name as violations have it, in a schedule that is run for it: the
/// first of `world`, or of `world` without its faults and its command. Nothing if neither frees.
pub fn release_of(memory: &str, world: &World, revision: Revision) -> Option<Release> {
    let undisturbed = World { faults: World::PLAIN.faults, action: Action::None, ..*world };
    let tried = [(Place::Same, *world), (Place::Undisturbed, undisturbed)];
    tried.into_iter().find_map(|(place, world)| {
        let route = Route::Positions(vec![]);
        let recording = replay(&program(world, revision), route, STEPS_MAX);
        let is_it = |freed: &&Freed| without_digits(&freed.memory) == without_digits(memory);
        let freed = recording.freed.iter().find(is_it)?;
        Some(Release { thread: freed.thread.clone(), function: freed.function, place })
    })
}

fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}
