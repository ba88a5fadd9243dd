//! `multifd-sim explain`.

use std::path::Path;

use model::{NamedRevision, Revision};
use scenarios::{
    Budget, Bug, Counterexample, Expected, Resize, Subject, Want, cells, expected_at, hunt, listed,
    simplify,
};
use serde_json::json;
use sim_io::{Found, Recording, Violation};

use super::{
    Console, Exit, Failure,
    args::Explain,
    given::{Given, words_of},
    inputs,
    inputs::misuse,
    mail,
};
use crate::{
    explanation::Case,
    json,
    still::{STILL, broken_here},
    store::{to_text, write_new},
    story::Detail,
    words,
};

impl Explain {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        match self.what.as_deref() {
            Some(name) if Subject::named(name).is_some() => self.given(console),
            Some(name) if Path::new(name).exists() => self.file(name, console),
            Some(name) if name.contains(['/', '.']) => misuse(format!("there is no file '{name}'")),
            Some(_) | None => self.given(console),
        }
    }

    fn file(&self, name: &str, console: &mut Console<'_>) -> Result<Exit, Failure> {
        if self.revision.is_some() || self.save.is_some() || self.without.drop.is_some() {
            return misuse(
                "a counterexample file has a revision, is saved already, and says what is taken out",
            );
        }
        let mut counterexample = inputs::counterexample(Path::new(name))?;
        let want = inputs::want(&self.wanted)?;
        if let Some(want) = want {
            let world = counterexample.world;
            let wanted =
                counterexample.violations.iter().position(|broken| want.is(broken, &world));
            let none = || Failure::Misuse(format!("'{name}' shows no {}", want.name()));
            counterexample.shows = wanted.ok_or_else(none)?;
        }
        let recording = counterexample.replay().map_err(Failure::Misuse)?;
        let command = format!("multifd-sim explain {name}{}", want_option(want));
        self.show(&counterexample, recording, command, console)?;
        Ok(Exit::Expected)
    }

    fn given(&self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let Some(given) = Given::of(self.what.as_deref(), &self.place)? else {
            return misuse("an explanation needs a name, a file or --world");
        };
        let subject = given.subject;
        let budget = inputs::budget(&self.search)?;
        let revision = given.revision(self.revision.as_deref())?;
        let revision = revision.unwrap_or_else(|| usual_revision(subject));
        let resize = inputs::resize(&self.size, &[subject])?;
        let world = resize.apply(subject.world());
        let want = inputs::want(&self.wanted)?;
        let lacks = inputs::ablation(&self.without)?;
        let (drops, at) = (lacks.is_some(), revision.revision);
        let wanted = move |violation: &Violation| match want {
            Some(want) => want.is(violation, &world),
            // Violations that the world shows anyhow are not asked for.
            None if drops => listed(violation, &world, &at).is_none(),
            None => subject.wants(violation),
        };
        let whole = model::program(world, revision.revision);
        let program = match &lacks {
            Some(ablation) => whole.without(ablation.clone()),
            None => whole,
        };
        let verdict = hunt(&program, &budget, wanted);
        let ranked = |found: &&Found| subject.rank(&found.violation).unwrap_or(usize::MAX);
        let all = verdict.found.iter().filter(|found| wanted(&found.violation));
        let Some(found) = all.min_by_key(ranked) else {
            let name = want.map_or(subject.name(), Want::name);
            let at = &revision.name;
            let (absence, ending) = (words::absence(&verdict), words::ending(&verdict));
            writeln!(console.out, "{name} at {at}: {absence}; {ending}")?;
            for line in broken_here(&verdict, &world, &revision.revision) {
                writeln!(console.out, "{STILL}{line}")?;
            }
            writeln!(console.out, "{}", words::budget(&budget))?;
            return Ok(exit_of_absence(sought(subject, want), &revision));
        };
        let name = subject.listed_as();
        let (counterexample, recording) =
            Counterexample::record(name, &revision.name, world, lacks.as_ref(), &budget, found);
        if let Some(path) = &self.save {
            write_new(path, &to_text(&counterexample)).map_err(Failure::Misuse)?;
        }
        let without = lacks.map_or_else(String::new, |lacks| format!(" --drop {lacks}"));
        let command =
            explain_command(subject, &revision, &budget, resize) + &without + &want_option(want);
        self.show(&counterexample, recording, command, console)?;
        Ok(Exit::Expected)
    }

    fn show(
        &self,
        counterexample: &Counterexample,
        recording: Recording,
        command: String,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let how = How {
            detail: if self.all { Detail::Everything } else { Detail::Matters },
            schedule: if self.as_found { Schedule::AsFound } else { Schedule::Simplified },
        };
        if self.json {
            return to_json(counterexample, recording, how, command, console);
        }
        if self.mail {
            return mail::print(counterexample, recording, how, command, console);
        }
        explain(counterexample, recording, how, command, console)
    }
}

/// The option that asks for what is wanted.
fn want_option(want: Option<Want>) -> String {
    want.map_or_else(String::new, |want| format!(" --want {}", want.name()))
}

/// The bug that is looked for in its own world, if one is.
fn sought(subject: Subject, want: Option<Want>) -> Option<&'static Bug> {
    match (subject, want) {
        (Subject::Bug(bug), None) => Some(bug),
        (Subject::Bug(bug), Some(Want::Bug(other))) if bug.name == other.name => Some(bug),
        (_, _) => None,
    }
}

fn exit_of_absence(bug: Option<&'static Bug>, revision: &NamedRevision) -> Exit {
    let expected = bug.map_or(Expected::Unknown, |bug| expected_at(bug, &revision.revision));
    match expected {
        Expected::Present => Exit::Unexpected,
        Expected::Gone | Expected::Unknown => Exit::Expected,
    }
}

/// The revision at which a bug is expected, or the newest.
fn usual_revision(subject: Subject) -> NamedRevision {
    let head = || Revision::named("head").expect("the newest revision has a name");
    match subject {
        Subject::Bug(bug) => {
            let mut present =
                cells(bug).into_iter().filter(|cell| cell.expected == Expected::Present);
            present.find_map(|cell| cell.revision.ok()).unwrap_or_else(head)
        }
        Subject::Healthy(_) | Subject::Place(_) | Subject::Given(_) => head(),
    }
}

/// The command that explains what a search for `subject` finds first.
pub(super) fn explain_command(
    subject: Subject,
    revision: &NamedRevision,
    budget: &Budget,
    resize: Resize,
) -> String {
    let (name, options) = (words_of(subject), words::options(budget, resize));
    format!("multifd-sim explain {name} --revision {}{options}", revision.name)
}

/// Writes down the first schedule that showed `found`.
pub(super) fn record(
    subject: Option<Subject>,
    revision: &NamedRevision,
    world: model::World,
    budget: &Budget,
    found: &Found,
) -> (Counterexample, Recording) {
    let name = subject.and_then(Subject::listed_as);
    Counterexample::record(name, &revision.name, world, None, budget, found)
}

/// The schedule that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schedule {
    /// The schedule as it was found.
    AsFound,
    /// The schedule with as few switches as still show the violation.
    Simplified,
}

/// The detail with which a failure is shown, and its schedule.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) detail: Detail,
    pub(super) schedule: Schedule,
}

impl How {
    /// The default: the steps that matter, of the simplified schedule.
    pub(super) const USUAL: How = How { detail: Detail::Matters, schedule: Schedule::Simplified };
}

/// Prints what a reader sees of a counterexample.
pub(super) fn explain(
    counterexample: &Counterexample,
    recording: Recording,
    how: How,
    command: String,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let revision = inputs::revision(&counterexample.revision)?;
    let shown = shown(counterexample, recording, how.schedule)?;
    let Some(index) = shown.index else {
        let engine = counterexample.engine.name();
        return Ok(writeln!(
            console.out,
            "This schedule shows nothing under engine explore; engine {engine} found it."
        )?);
    };
    let case = Case {
        revision: &revision,
        world: counterexample.world,
        found: how_found(counterexample, shown.simplified_from),
        recording: &shown.recording,
        shown: index,
        detail: how.detail,
        command,
    };
    Ok(write!(console.out, "{}", case.text(console.layout))?)
}

/// The schedule that is shown.
pub(super) struct Shown {
    pub(super) recording: Recording,
    /// The index of the violation that is meant, if it is there.
    pub(super) index: Option<usize>,
    pub(super) simplified_from: Option<usize>,
}

pub(super) fn shown(
    counterexample: &Counterexample,
    recording: Recording,
    schedule: Schedule,
) -> Result<Shown, Failure> {
    let wanted = counterexample.violations.get(counterexample.shows).cloned();
    let same = move |violation: &Violation| {
        wanted.as_ref().is_some_and(|wanted| violation.is_like(wanted))
    };
    let before = preemptions(&recording);
    let program = counterexample.program().map_err(Failure::Misuse)?;
    let there = recording.violations.iter().any(&same);
    let recording = match schedule {
        Schedule::Simplified if there => simplify(&program, recording, same.clone()),
        Schedule::Simplified | Schedule::AsFound => recording,
    };
    let simplified_from = (preemptions(&recording) < before).then_some(before);
    let index = recording.violations.iter().position(same);
    Ok(Shown { recording, index, simplified_from })
}

fn preemptions(recording: &Recording) -> usize {
    recording.steps.iter().filter(|step| step.preemption).count()
}

pub(super) fn how_found(counterexample: &Counterexample, simplified_from: Option<usize>) -> String {
    let from = match simplified_from {
        Some(from) => format!("simplified from {from}; "),
        None => String::new(),
    };
    let engine = counterexample.engine;
    let without = match &counterexample.drop {
        Some(site) => format!("WITHOUT {site}; "),
        None => String::new(),
    };
    format!(
        "{without}{from}found by engine {} ({}), {}, seed {}",
        engine.name(),
        words::memory_model(engine),
        words::strategy(counterexample.strategy),
        counterexample.seed,
    )
}

fn to_json(
    counterexample: &Counterexample,
    recording: Recording,
    how: How,
    command: String,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let shown = shown(counterexample, recording, how.schedule)?;
    let recording = &shown.recording;
    let violation = shown.index.map(|index| &recording.violations[index]);
    let steps = recording.steps.iter().map(|step| {
        json!({
            "thread": step.token.thread, "operation": step.token.operation,
            "object": step.token.object, "nth": step.token.nth, "function": step.function,
            "result": step.result, "argument": step.argument, "preemption": step.preemption,
        })
    });
    let value = json!({
        "violation": violation,
        "rule": violation.map(|violation| model::rules::Rule::broken_by(violation).name),
        "scenario": counterexample.scenario,
        "revision": counterexample.revision,
        "world": counterexample.world,
        "drop": counterexample.drop,
        "engine": counterexample.engine,
        "memory_model": words::memory_model(counterexample.engine),
        "strategy": counterexample.strategy,
        "seed": counterexample.seed,
        "steps": steps.collect::<Vec<_>>(),
        "events": recording.events,
        "violations": recording.violations,
        "violated_at": recording.violated_at,
        "command": command,
    });
    Ok(json::print(&value, console)?)
}
