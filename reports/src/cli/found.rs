//! The findings of a fuzz, for readers.

use std::{collections::BTreeMap, path::Path};

use scenarios::{Cause, Listed, Night, Tally};
use serde_json::{Value, json};

use super::{
    Console, Failure,
    explain::{How, explain},
    fuzz::{command_of, what},
    inputs,
    report::unseen_json,
};
use crate::{
    coverage::coverage,
    explanation::title,
    lanes::wrap,
    night::{Folder, Header, Notes, id},
    words,
};

/// The most new violations that are explained at once.
const EXPLAINED: usize = 3;

/// The work and the findings of a fuzz, in all its sessions.
pub(super) struct Summary<'a> {
    pub(super) night: &'a Night,
    pub(super) header: &'a Header,
    pub(super) notes: &'a Notes,
    pub(super) folder: &'a Folder,
    /// The time that it has run, in seconds.
    pub(super) seconds: u64,
    pub(super) out: &'a Path,
}

/// Causes that belong together: their heading, and what they are.
type Group<'a> = (String, Vec<&'a Cause>);

impl Summary<'_> {
    pub(super) fn print(&self, console: &mut Console<'_>) -> Result<(), Failure> {
        let (revision, seed) = (&self.night.sort.revision.name, self.night.seed);
        writeln!(console.out, "fuzz of {} at {revision}, seed {seed}\n", what(self.night))?;
        for group in groups(self.tally()) {
            self.group(&group, console)?;
        }
        for cause in self.tally().causes.news().take(EXPLAINED) {
            self.explained(cause, console)?;
        }
        self.sum(console)
    }

    fn tally(&self) -> &Tally {
        &self.notes.tally
    }

    /// The path of the counterexample of a cause.
    fn file(&self, cause: &Cause) -> Option<String> {
        let name = self.notes.files.get(&id(&cause.key))?;
        Some(self.folder.file(name).display().to_string())
    }

    fn group(&self, group: &Group<'_>, console: &mut Console<'_>) -> Result<(), Failure> {
        let (heading, members) = group;
        writeln!(console.out, "{}", console.layout.paint.bold(heading))?;
        for (title, runs, causes) in titles(members) {
            let runs = words::count(runs, "run");
            let causes = match causes {
                1 => String::new(),
                _ => format!(" ({})", words::count(causes, "cause")),
            };
            writeln!(console.out, "  {runs:>12}  {title}{causes}")?;
        }
        if let Some(cause) = members.iter().max_by_key(|cause| rank(cause)) {
            if let Some(path) = self.file(cause) {
                writeln!(console.out, "  multifd-sim explain {path}")?;
            }
            writeln!(console.out, "  {}", command_of(cause, &self.night.sort))?;
        }
        Ok(writeln!(console.out)?)
    }

    fn explained(&self, cause: &Cause, console: &mut Console<'_>) -> Result<(), Failure> {
        let Some(path) = self.file(cause) else { return Ok(()) };
        let counterexample = inputs::counterexample(Path::new(&path))?;
        let recording = counterexample.replay().map_err(Failure::Misuse)?;
        let command = format!("multifd-sim replay {path}");
        explain(&counterexample, recording, How::USUAL, command, console)?;
        Ok(writeln!(console.out)?)
    }

    fn sum(&self, console: &mut Console<'_>) -> Result<(), Failure> {
        let (tally, totals) = (self.tally(), &self.tally().totals);
        let causes = words::count(tally.causes.all().len() as u64, "distinct cause");
        let news = tally.causes.news().count();
        let sampled = format!(
            "SAMPLED({}, {}): {} failed, {causes}, {news} new",
            words::count(totals.runs, "run"),
            words::count(totals.schedules, "schedule"),
            words::number(totals.failed),
        );
        let sessions = words::count(self.notes.sessions, "session");
        let time = words::duration(self.seconds);
        let from = &self.header.build;
        let mut lines = vec![sampled, format!("{sessions}, {time} in all, build {from}")];
        lines.extend(coverage(totals, &tally.unseen()));
        for line in lines.iter().flat_map(|line| wrap(line, console.layout.columns)) {
            writeln!(console.out, "{line}")?;
        }
        writeln!(console.out, "Log: {}", self.folder.log().display())?;
        Ok(writeln!(console.out, "multifd-sim report {}", self.out.display())?)
    }

    pub(super) fn json(&self) -> Value {
        let unseen = self.tally().unseen();
        let cause = |cause: &Cause| {
            json!({
                "id": id(&cause.key),
                "violation": cause.violation,
                "cause": cause.violation.cause(),
                "listed": cause.listed,
                "bug": cause.key.bug,
                "run": cause.number,
                "world": cause.world.to_string(),
                "runs": cause.runs,
                "drawn": cause.drawn,
                "file": self.file(cause),
                "command": command_of(cause, &self.night.sort),
            })
        };
        json!({
            "header": self.header,
            "sessions": self.notes.sessions,
            "seconds": self.seconds,
            "totals": self.tally().totals,
            "unseen": unseen_json(&unseen),
            "distinct": self.tally().causes.all().iter().map(cause).collect::<Vec<_>>(),
        })
    }
}

/// The members of a group by what is broken: its title, its runs and how many causes it had.
fn titles(members: &[&Cause]) -> Vec<(String, u64, u64)> {
    let mut titles: Vec<(String, u64, u64)> = vec![];
    let mut places = BTreeMap::new();
    for cause in members {
        let key = &cause.key;
        let what = (&key.breach, &key.object, &key.function);
        let place = *places.entry(what).or_insert(titles.len());
        match titles.get_mut(place) {
            Some((_, runs, causes)) => {
                *runs += cause.runs;
                *causes += 1;
            }
            None => titles.push((title(&cause.violation), cause.runs, 1)),
        }
    }
    titles
}

/// The best example of a group: the pattern that a bug names first, then what most runs show.
fn rank(cause: &Cause) -> (std::cmp::Reverse<usize>, u64) {
    let place = |bug: &scenarios::Bug| {
        bug.breaks.iter().position(|pattern| pattern.matches(&cause.violation))
    };
    let place = cause.bug().and_then(place).unwrap_or(usize::MAX);
    (std::cmp::Reverse(place), cause.runs)
}

/// The groups of causes: new ones first, then each bug's, then those the catalogue is silent about.
fn groups(tally: &Tally) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(Listed, usize), Group<'_>> = BTreeMap::new();
    for cause in tally.causes.all() {
        let (place, heading) = place(cause);
        groups.entry((cause.listed, place)).or_insert((heading, vec![])).1.push(cause);
    }
    groups.into_values().collect()
}

/// The place of the bug that a cause is, and the heading that it stands under.
fn place(cause: &Cause) -> (usize, String) {
    let index = |bug: &scenarios::Bug| scenarios::BUGS.iter().position(|one| one.name == bug.name);
    let place = cause.bug().and_then(index).unwrap_or(0);
    let heading = match (cause.listed, cause.bug()) {
        (Listed::Back, Some(bug)) => format!("BACK: {}", words::back(bug)),
        (Listed::Known, Some(bug)) => {
            format!("{}: {}, {}", bug.name, words::effect(bug.effect), words::fixed(bug.fixed))
        }
        (Listed::New | Listed::Back | Listed::Known, _) => {
            "NEW: no entry of the catalogue has this cause in such a world".into()
        }
        (Listed::Unlisted, _) => {
            "not in the catalogue, which is not complete for this revision".into()
        }
        (Listed::AfterCrash, _) => "seen only after a real process would have died".into(),
    };
    (place, heading)
}
