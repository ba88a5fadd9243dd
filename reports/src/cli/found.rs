//! What a fuzz has found, for people.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use scenarios::{Distinct, Label, Named, Night, Subject, Tally};

use super::{
    Console, Failure,
    explain::{How, explain},
    inputs,
    replay::run_command,
};
use crate::{explanation::title, words};

/// The most new violations that are explained at once.
const EXPLAINED: usize = 3;

/// Prints what a fuzz has found.
pub(super) struct Printed<'a, 'b> {
    pub(super) night: &'a Night,
    pub(super) tally: &'a Tally,
    /// The file of each distinct violation.
    pub(super) files: &'a BTreeMap<Named, PathBuf>,
    pub(super) console: &'a mut Console<'b>,
}

/// Violations that belong together: their heading, and what they are.
type Group<'a> = (String, Vec<&'a Distinct>);

impl Printed<'_, '_> {
    pub(super) fn all(&mut self, out: &Path) -> Result<(), Failure> {
        let scenario = match self.night.sort.subject {
            None => "random worlds".into(),
            Some(Subject::Given(world)) => world.to_string(),
            Some(subject) => subject.name().to_string(),
        };
        let (revision, seed) = (&self.night.sort.revision.name, self.night.seed);
        writeln!(self.console.out, "fuzz of {scenario} at {revision}, seed {seed}\n")?;
        for group in groups(self.tally) {
            self.group(&group)?;
        }
        let tally = self.tally;
        for distinct in tally.news().take(EXPLAINED) {
            self.explained(distinct)?;
        }
        self.sum(out)
    }

    fn group(&mut self, (heading, members): &Group<'_>) -> Result<(), Failure> {
        writeln!(self.console.out, "{}", self.console.layout.paint.bold(heading))?;
        for (title, runs, causes) in titles(members) {
            let runs = words::count(runs, "run");
            let causes = match causes {
                1 => String::new(),
                _ => format!(" ({})", words::count(causes, "cause")),
            };
            writeln!(self.console.out, "  {runs:>12}  {title}{causes}")?;
        }
        let shown = members.iter().max_by_key(|distinct| rank(distinct));
        if let Some(distinct) = shown {
            if let Some(path) = self.files.get(&distinct.named()) {
                writeln!(self.console.out, "  multifd-sim explain {}", path.display())?;
            }
            let command = run_command(distinct.first.number, &self.night.sort);
            writeln!(self.console.out, "  {command}")?;
        }
        Ok(writeln!(self.console.out)?)
    }

    fn explained(&mut self, distinct: &Distinct) -> Result<(), Failure> {
        if let Some(path) = self.files.get(&distinct.named()) {
            let counterexample = inputs::counterexample(path)?;
            let recording = counterexample.replay().map_err(Failure::Misuse)?;
            let command = format!("multifd-sim replay {}", path.display());
            explain(&counterexample, recording, How::USUAL, command, self.console)?;
            writeln!(self.console.out)?;
        }
        Ok(())
    }

    fn sum(&mut self, out: &Path) -> Result<(), Failure> {
        let tally = self.tally;
        let distinct = words::count(tally.distinct.len() as u64, "distinct violation");
        writeln!(
            self.console.out,
            "SAMPLED({}, {}): {} failed, {distinct}, {} new",
            words::count(tally.runs, "run"),
            words::count(tally.schedules, "schedule"),
            words::number(tally.failed),
            tally.news().count(),
        )?;
        let log = out.join("failures.jsonl");
        Ok(writeln!(self.console.out, "Every failing run: {}", log.display())?)
    }
}

/// The members of a group by what is broken: its title, its runs and how many causes it had.
fn titles(members: &[&Distinct]) -> Vec<(String, u64, u64)> {
    let mut titles: Vec<(String, u64, u64)> = vec![];
    let mut places = BTreeMap::new();
    for distinct in members {
        let violation = &distinct.found.violation;
        let place = *places.entry(violation.key()).or_insert(titles.len());
        match titles.get_mut(place) {
            Some((_, runs, causes)) => {
                *runs += distinct.runs;
                *causes += 1;
            }
            None => titles.push((title(violation), distinct.runs, 1)),
        }
    }
    titles
}

/// The best example of a group: the pattern that a bug names first, then what most runs show.
fn rank(distinct: &Distinct) -> (std::cmp::Reverse<usize>, u64) {
    let place = match distinct.label {
        Label::Known(bug) | Label::Back(bug) => {
            bug.breaks.iter().position(|pattern| pattern.matches(&distinct.found.violation))
        }
        Label::AfterCrash | Label::Unlisted | Label::New => None,
    };
    (std::cmp::Reverse(place.unwrap_or(usize::MAX)), distinct.runs)
}

/// What is new first, then a group for each bug, then what the catalogue is silent about.
fn groups(tally: &Tally) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(u8, usize), Group<'_>> = BTreeMap::new();
    for distinct in &tally.distinct {
        let (key, heading) = place(distinct);
        groups.entry(key).or_insert((heading, vec![])).1.push(distinct);
    }
    groups.into_values().collect()
}

fn place(distinct: &Distinct) -> ((u8, usize), String) {
    match distinct.label {
        Label::New => {
            ((0, 0), "NEW: no entry of the catalogue has this cause in such a world".into())
        }
        Label::Back(bug) => ((0, 1), format!("BACK: {}", words::back(bug))),
        Label::Known(bug) => {
            let index = scenarios::BUGS.iter().position(|other| other.name == bug.name);
            let (effect, fate) = (words::effect(bug.effect), words::fixed(bug.fixed));
            ((1, index.unwrap_or(0)), format!("{}: {effect}, {fate}", bug.name))
        }
        Label::Unlisted => {
            ((2, 0), "not in the catalogue, which is not complete for this revision".into())
        }
        Label::AfterCrash => ((3, 0), "seen only after a real process would have died".into()),
    }
}
