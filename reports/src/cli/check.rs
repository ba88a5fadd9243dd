//! `multifd-sim check`.

use std::{io, ops::ControlFlow};

use model::{NamedRevision, Revision};
use scenarios::{
    BUGS, Budget, Bug, Fixed, HEALTHY, Look, Looked, Resize, Subject, at_revision, campaign, proof,
};
use serde_json::json;
use sim_io::Verdict;

use super::{
    Console, Exit, Failure,
    args::Check,
    given::Given,
    inputs,
    matrix::look,
    surprise::{Asked, surprises},
};
use crate::{
    json,
    lanes::{Paint, wrap},
    matrix,
    progress::Progress,
    still::{STILL, broken_here},
    words,
};

impl Check {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let given = Given::of(None, &self.place)?;
        let subjects = self.subjects(given.as_ref())?;
        let budget = inputs::budget(&self.search)?;
        let jobs = inputs::jobs(self.jobs)?;
        let resize = inputs::resize(&self.size, &subjects)?;
        let revision = self.only_revision(given.as_ref())?;
        let looks = match &revision {
            Some(revision) => at_revision(&subjects, revision),
            None => proof(&subjects),
        };
        let mut told = Told { json: self.json, last: "" };
        let looked = told.campaign(&looks, &budget, resize, jobs, console)?;
        let bugs: Vec<_> = subjects.iter().filter_map(bug_of).collect();
        let cells = match revision {
            Some(_) => vec![],
            None => look(&bugs, &budget, resize, jobs, console),
        };
        let surprising = looked.iter().any(|looked| !looked.surprises.is_empty());
        match self.json {
            true => print_json(&budget, &looked, &cells, console)?,
            false => print_rest(&budget, resize, &looked, &cells, console)?,
        }
        Ok(if surprising { Exit::Unexpected } else { Exit::Expected })
    }

    fn subjects(&self, given: Option<&Given>) -> Result<Vec<Subject>, Failure> {
        if let Some(given) = given {
            return Ok(vec![given.subject]);
        }
        if self.names.is_empty() {
            let bugs = BUGS.iter().copied().map(Subject::Bug);
            return Ok(bugs.chain(HEALTHY.iter().map(Subject::Healthy)).collect());
        }
        self.names.iter().map(|name| inputs::subject(name)).collect()
    }

    fn only_revision(&self, given: Option<&Given>) -> Result<Option<NamedRevision>, Failure> {
        let asked = self.revision.as_deref();
        match given {
            Some(given) => given.revision(asked),
            None => asked.map(inputs::revision).transpose(),
        }
    }
}

fn bug_of(subject: &Subject) -> Option<&'static scenarios::Bug> {
    match subject {
        Subject::Bug(bug) => Some(bug),
        Subject::Healthy(_) | Subject::Place(_) | Subject::Given(_) => None,
    }
}

/// Prints each look as it is done.
struct Told {
    json: bool,
    /// The name of the last heading.
    last: &'static str,
}

impl Told {
    fn campaign(
        &mut self,
        looks: &[Look],
        budget: &Budget,
        resize: Resize,
        jobs: usize,
        console: &mut Console<'_>,
    ) -> Result<Vec<Looked>, Failure> {
        if !self.json {
            let (each, head) = (words::budget(budget), NamedRevision::tree());
            let each = format!("Each search: {each}. Head is QEMU's {head}.");
            for line in wrap(&each, console.layout.columns) {
                writeln!(console.out, "{line}")?;
            }
        }
        let mut result = Ok(());
        let mut progress = Progress::begin(console.medium, Some(looks.len() as u64), "search");
        let looked = campaign(looks, budget, resize, jobs, |looked| {
            progress.step(&mut console.err, String::new);
            result = progress.pause(|| self.look(looked, console));
            if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        progress.end();
        result?;
        Ok(looked)
    }

    fn look(&mut self, looked: &Looked, console: &mut Console<'_>) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        let subject = looked.look.subject();
        if self.last != subject.name() {
            self.last = subject.name();
            let about = about(subject);
            writeln!(console.out, "\n{}{about}", console.layout.paint.bold(subject.name()))?;
            writeln!(console.out, "  {}", looked.world)?;
        }
        line(looked, console)?;
        broken(looked, console)?;
        console.out.flush()
    }
}

fn about(subject: Subject) -> String {
    match subject {
        Subject::Bug(bug) => {
            format!(": {}, {}", words::effect(bug.effect), words::fixed(bug.fixed))
        }
        Subject::Healthy(_) => ": healthy".into(),
        Subject::Place(_) => ": a world".into(),
        Subject::Given(_) => ": as given".into(),
    }
}

/// One look, in a line.
fn line(looked: &Looked, console: &mut Console<'_>) -> io::Result<()> {
    let (proof, expected) = match &looked.look {
        Look::ForBug(cell) => (words::proof(cell.proof), words::expected(cell.expected)),
        Look::AtWorld { .. } => ("at", "-"),
    };
    let ok = if looked.surprises.is_empty() { "  " } else { "! " };
    let ok = mark(console.layout.paint, ok);
    let Some(verdict) = &looked.verdict else {
        let why = looked.look.revision().err().unwrap_or_default();
        return writeln!(console.out, "{ok}{proof:8}  {why}");
    };
    let revision = looked.look.revision().map_or("", |named| &named.name);
    let (seen, ending) = (seen(looked, verdict), words::ending(verdict));
    let note = verdict.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
    match expected {
        "-" => writeln!(console.out, "{ok}{proof:8}  {revision:18}  {seen}; {ending}{note}"),
        _ => writeln!(
            console.out,
            "{ok}{proof:8}  {revision:18}  {expected:7}  {seen}; {ending}{note}"
        ),
    }
}

/// Prints the violations of a world, a line each: beside the bug that is not there, if one was
/// looked for.
fn broken(looked: &Looked, console: &mut Console<'_>) -> io::Result<()> {
    let (Ok(revision), Some(verdict)) = (looked.look.revision(), &looked.verdict) else {
        return Ok(());
    };
    let is_found = |bug: &Bug| verdict.found.iter().any(|found| bug.is(&found.violation));
    let before = match &looked.look {
        // The search ended with it, and says nothing of the rest.
        Look::ForBug(cell) if is_found(cell.bug) => return Ok(()),
        Look::ForBug(_) => STILL,
        Look::AtWorld { .. } => "",
    };
    for line in broken_here(verdict, &looked.world, &revision.revision) {
        let lines = wrap(&format!("{before}{line}"), console.layout.columns - 8);
        for (index, line) in lines.iter().enumerate() {
            let indent = if index == 0 { 6 } else { 8 };
            writeln!(console.out, "{:indent$}{line}", "")?;
        }
    }
    Ok(())
}

fn mark(paint: Paint, mark: &str) -> String {
    if mark.trim().is_empty() { mark.to_string() } else { paint.red(mark) }
}

/// The result of a look, as strongly as the search allows to say it.
fn seen(looked: &Looked, verdict: &Verdict) -> String {
    match &looked.look {
        _ if verdict.schedules == 0 => "nothing was run".into(),
        Look::ForBug(cell) => {
            match verdict.found.iter().find(|found| cell.bug.is(&found.violation)) {
                Some(found) => format!("seen in schedule {}", words::number(found.first)),
                None => words::absence(verdict),
            }
        }
        Look::AtWorld { .. } if verdict.found.is_empty() => {
            let outcomes = verdict.outcomes.keys().cloned().collect::<Vec<_>>().join(", ");
            format!("nothing broken, {outcomes}")
        }
        Look::AtWorld { .. } => words::count(verdict.found.len() as u64, "violation"),
    }
}

fn print_json(
    budget: &Budget,
    looked: &[Looked],
    cells: &[Looked],
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let surprises: usize = looked.iter().map(|looked| looked.surprises.len()).sum();
    let value = json!({
        "budget": json::budget(budget),
        "head": Revision::head_tree(),
        "looks": looked.iter().map(json::looked).collect::<Vec<_>>(),
        "surprises": surprises,
        "matrix": matrix::json(cells),
    });
    Ok(json::print(&value, console)?)
}

fn print_rest(
    budget: &Budget,
    resize: Resize,
    looked: &[Looked],
    cells: &[Looked],
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    found_here(looked, console)?;
    surprises(&Asked { budget, resize }, looked, console)?;
    if !cells.is_empty() {
        let title = console.layout.paint.bold("BUG x REVISION");
        write!(console.out, "\n{title}\n\n{}", matrix::text(cells))?;
    }
    let verdicts = || looked.iter().chain(cells).filter_map(|looked| looked.verdict.as_ref());
    let searches = verdicts().count();
    // An engine may give a world up before it has run anything: that is no success.
    let refused = verdicts().filter(|verdict| verdict.schedules == 0).count() as u64;
    let count: usize = looked.iter().map(|looked| looked.surprises.len()).sum();
    let verdict = match (count, refused) {
        (0, 0) => "everything is as expected".to_string(),
        (0, _) => {
            format!("{} of them ran nothing, the others are as expected", words::number(refused))
        }
        (_, _) => words::count(count as u64, "surprise"),
    };
    writeln!(console.out, "\n{}: {verdict}.", words::count(searches as u64, "search"))?;
    Ok(())
}

/// Lists the bugs that are in the newest revision, and in no document of upstream.
fn found_here(looked: &[Looked], console: &mut Console<'_>) -> Result<(), Failure> {
    let mut bugs: Vec<_> = looked
        .iter()
        .filter_map(|looked| match &looked.look {
            Look::ForBug(cell) if matches!(cell.bug.fixed, Fixed::FoundHere(_)) => Some(cell.bug),
            Look::ForBug(_) | Look::AtWorld { .. } => None,
        })
        .collect();
    bugs.dedup_by_key(|bug| bug.name);
    if bugs.is_empty() {
        return Ok(());
    }
    let title = console.layout.paint.bold("FOUND HERE, NOT KNOWN UPSTREAM");
    writeln!(console.out, "\n{title}")?;
    for bug in bugs {
        writeln!(console.out, "\n  {}", bug.name)?;
        for line in wrap(bug.summary, console.layout.columns - 6) {
            writeln!(console.out, "      {line}")?;
        }
        writeln!(console.out, "      multifd-sim explain {}", bug.name)?;
    }
    Ok(())
}
