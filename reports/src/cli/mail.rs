//! `multifd-sim explain --mail`.

use scenarios::{Counterexample, flips, listed, sightings};
use sim_io::{Recording, Violation};

use super::{
    Console, Failure,
    explain::{How, how_found, shown},
    inputs,
    inputs::misuse,
};
use crate::{explanation::Case, mail::Mail};

/// Writes a counterexample as a mail, with what was tried for it.
pub(super) fn print(
    counterexample: &Counterexample,
    recording: Recording,
    how: How,
    command: String,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    if let Some(site) = &counterexample.drop {
        return misuse(format!("there is no mail about code that lacks something: {site}"));
    }
    let revision = inputs::revision(&counterexample.revision)?;
    let shown = shown(counterexample, recording, how.schedule)?;
    let Some(index) = shown.index else {
        let engine = counterexample.engine.name();
        return misuse(format!(
            "there is no mail: the schedule shows nothing under engine explore; {engine} found it"
        ));
    };
    let (world, violation) = (counterexample.world, shown.recording.violations[index].clone());
    let bug = listed(&violation, &world, &revision.revision);
    let flips = flips(&model::program(world, revision.revision), &shown.recording, index);
    let wanted = move |other: &Violation| match bug {
        Some(bug) => bug.is(other),
        None => other.is_like(&violation),
    };
    let case = Case {
        revision: &revision,
        world,
        found: how_found(counterexample, shown.simplified_from),
        recording: &shown.recording,
        shown: index,
        detail: how.detail,
        command: format!("{command} --mail"),
    };
    let mail = Mail { case, flips: &flips, sightings: &sightings(world, wanted) };
    Ok(write!(console.out, "{}", mail.text())?)
}
