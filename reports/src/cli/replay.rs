//! `multifd-sim replay`.

use std::path::Path;

use scenarios::{Counterexample, Ran, Run, Subject};
use serde_json::json;
use sim_io::{Found, Recording};

use super::{
    Console, Exit, Failure,
    args::{By, Replay},
    explain::{How, explain, record},
    given::words_of,
    inputs,
    inputs::misuse,
};
use crate::{explanation::title, json, words};

impl Replay {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let number = self.what.parse::<u64>();
        match number {
            _ if Path::new(&self.what).exists() => self.file(console),
            Ok(number) => self.number(number, console),
            Err(_) => misuse(format!(
                "'{}' is neither a counterexample file nor the number of a run",
                self.what
            )),
        }
    }

    fn file(&self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let counterexample = inputs::counterexample(Path::new(&self.what))?;
        let recording = match self.by {
            By::Meaning => counterexample.replay(),
            By::Positions => counterexample.replay_positions(),
        };
        let recording = recording.map_err(Failure::Misuse)?;
        let difference = difference(&counterexample, &recording);
        let exit = if difference.is_some() { Exit::Unexpected } else { Exit::Expected };
        if self.json {
            let value = json!({
                "same": difference.is_none(),
                "difference": difference,
                "steps": recording.steps.len(),
                "violations": recording.violations,
                "events": recording.events,
            });
            json::print(&value, console)?;
            return Ok(exit);
        }
        let steps = words::count(recording.steps.len() as u64, "step");
        let violations = words::count(recording.violations.len() as u64, "violation");
        match &difference {
            None => writeln!(console.out, "The same: {steps}, {violations}, byte for byte.\n")?,
            Some(difference) => writeln!(console.out, "NOT the same: {difference}\n")?,
        }
        let command = format!("multifd-sim replay {}", self.what);
        explain(&counterexample, recording, How::USUAL, command, console)?;
        Ok(exit)
    }

    /// Names everything that a run found, and explains one of it.
    fn found(
        &self,
        ran: &Ran,
        sort: &scenarios::Sort,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let (run, all) = (&ran.run, &ran.verdict.found);
        for found in all {
            let label = words::label(sort.label(run, found));
            writeln!(console.out, "broke    {} [{label}]", title(&found.violation))?;
        }
        let Some(found) = all.iter().min_by_key(|found| rank(found, sort)) else { return Ok(()) };
        let (counterexample, recording) =
            record(sort.subject, &sort.revision, run.world, &run.budget, found);
        writeln!(console.out)?;
        explain(&counterexample, recording, How::USUAL, run_command(run, sort), console)
    }

    fn number(&self, number: u64, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let sort = inputs::sort(&self.sort)?;
        let ran = sort.ran(number);
        let label = |found| sort.label(&ran.run, found);
        let news = ran.verdict.found.iter().any(|found| label(found).is_news());
        let exit = if news { Exit::Unexpected } else { Exit::Expected };
        if self.json {
            let value = json!({
                "run": number, "revision": sort.revision.name, "scenario": sort.scenario(),
                "world": ran.run.world, "budget": json::budget(&ran.run.budget),
                "verdict": json::verdict(&ran.verdict),
            });
            json::print(&value, console)?;
            return Ok(exit);
        }
        writeln!(console.out, "run      {number}")?;
        writeln!(console.out, "world    {}", ran.run.world)?;
        writeln!(console.out, "revision {}", sort.revision.title())?;
        writeln!(console.out, "search   {}", words::budget(&ran.run.budget))?;
        writeln!(console.out, "ended    {}", words::ending(&ran.verdict))?;
        self.found(&ran, &sort, console)?;
        if ran.verdict.found.is_empty() {
            writeln!(console.out, "\nNothing was broken.")?;
        }
        Ok(exit)
    }
}

/// The order in which a run's violations are explained: the wanted one first, and rather
/// a crash than its consequences.
fn rank(found: &Found, sort: &scenarios::Sort) -> (usize, bool, bool) {
    let wanted = sort.subject.and_then(|subject| subject.rank(&found.violation));
    let is_fatal = found.violation.breach.is_fatal();
    (wanted.unwrap_or(usize::MAX), found.after.is_some(), !is_fatal)
}

/// The command that runs a run again.
pub(super) fn run_command(run: &Run, sort: &scenarios::Sort) -> String {
    let number = run.number;
    let mut command = format!("multifd-sim replay {number} --revision {}", sort.revision.name);
    // A run that came back to a world did not draw it: its number alone names another.
    let came_back = || sort.run(number).world != run.world;
    let subject = sort.subject.or_else(|| came_back().then_some(Subject::Given(run.world)));
    if let Some(subject) = subject {
        let option = if subject.listed_as().is_some() { "--scenario " } else { "" };
        command += &format!(" {option}{}", words_of(subject));
    }
    if let Some(strategy) = sort.strategy {
        command += &words::strategy_options(strategy);
    }
    command
}

/// The first difference of a replay from what the file says, in a sentence.
fn difference(counterexample: &Counterexample, recording: &Recording) -> Option<String> {
    if let Some(lost) = &recording.divergence {
        let (step, expected, reason) = (lost.step, &lost.expected, &lost.reason);
        return Some(format!("step {step} should be `{expected}`, but {reason}."));
    }
    let steps = recording.steps.iter().map(|step| &step.token);
    let mut pairs = counterexample.steps.iter().zip(steps).enumerate();
    if let Some((index, (then, now))) = pairs.find(|(_, (then, now))| then != now) {
        return Some(format!("step {} was `{then}` and is `{now}`.", index + 1));
    }
    if counterexample.steps.len() != recording.steps.len() {
        let (then, now) = (counterexample.steps.len(), recording.steps.len());
        return Some(format!("it had {then} steps and has {now}."));
    }
    let titles = |violations: &[sim_io::Violation]| {
        let titles: Vec<String> = violations.iter().map(title).collect();
        if titles.is_empty() { "nothing".to_string() } else { titles.join("; ") }
    };
    if counterexample.violations != recording.violations {
        let (then, now) = (titles(&counterexample.violations), titles(&recording.violations));
        return Some(format!("it broke {then}, and now breaks {now}."));
    }
    (counterexample.events != recording.events).then(|| "its trace events differ.".to_string())
}
