//! Pairs of steps on whose order a violation depends: each race of its schedule, flipped and run.

use sim_io::{Breach, Program, Race, Recording, Violation, flip, races};

/// The most steps of a schedule with a flipped pair. What has not ended by then spins.
const STEPS_MAX: usize = 20_000;

/// A race of a schedule, and what the schedule becomes when the pair is the other way round.
#[derive(Clone, Debug)]
pub struct Flip {
    /// The race.
    pub race: Race,
    /// The schedule with the pair flipped.
    pub recording: Recording,
    /// The fate of the violation.
    pub becomes: Becomes,
}

/// Fate of a violation when a pair is flipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is gone.
    Gone,
    /// It is still there.
    Same,
    /// It is gone, and something is broken that was not.
    Other(Violation),
}

/// Flips each race that leads to the violation number `shown` of `recording`.
pub fn flips(program: &Program, recording: &Recording, shown: usize) -> Vec<Flip> {
    let violation = &recording.violations[shown];
    let end = recording.violated_at[shown];
    let all = races(program, &recording.positions, STEPS_MAX);
    let leads = all.into_iter().filter(|race| race.early < end && race.late <= end);
    leads
        .filter_map(|race| {
            let flipped = flip(program, recording, &race, STEPS_MAX)?;
            let becomes = becomes(&flipped, recording, violation);
            Some(Flip { race, recording: flipped, becomes })
        })
        .collect()
}

/// Returns true if `other` is `violation`: of two that race, the second to come reports it.
fn is_it(other: &Violation, violation: &Violation) -> bool {
    let has_two_sides = matches!(violation.breach, Breach::DataRace | Breach::UseAfterFree);
    let same_place = other.breach == violation.breach && other.object == violation.object;
    other.is_like(violation) || (has_two_sides && same_place)
}

fn becomes(flipped: &Recording, before: &Recording, violation: &Violation) -> Becomes {
    if flipped.violations.iter().any(|other| is_it(other, violation)) {
        return Becomes::Same;
    }
    let was = |other: &Violation| before.violations.iter().any(|old| old.is_like(other));
    // One that dies of something else, or goes on for ever, does not show that it is gone.
    let ends = |other: &Violation| other.breach.is_fatal() || other.breach == Breach::TooLong;
    let news = |other: &&Violation| !was(other) || ends(other);
    flipped.violations.iter().find(news).map_or(Becomes::Gone, |it| Becomes::Other(it.clone()))
}
