//! `multifd-sim fuzz`.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use scenarios::{Distinct, Label, Named, Night, Ran, Subject, Tally};
use serde_json::{Value, json};
use sim_io::Found;

use super::{
    Console, Exit, Failure,
    args::{Fuzz, KeepName},
    explain::record,
    found::Printed,
    inputs,
    inputs::misuse,
    replay::run_command,
};
use crate::{
    json,
    progress::Progress,
    store::{Keep, Store},
    words,
};

/// The runs of a fuzz that has no limit of time.
const RUNS: u64 = 10_000;

impl From<KeepName> for Keep {
    fn from(keep: KeepName) -> Keep {
        match keep {
            KeepName::Distinct => Keep::Distinct,
            KeepName::All => Keep::All,
        }
    }
}

impl Fuzz {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let night = self.night()?;
        let out = self.out.clone().unwrap_or_else(|| usual_directory(&night));
        let store = Store::open(&out, &header(&night)).map_err(Failure::Misuse)?;
        let mut fuzzing = Fuzzing {
            night: &night,
            store,
            keep: self.keep.into(),
            tally: Tally::default(),
            files: BTreeMap::new(),
        };
        fuzzing.run(console)?;
        let Fuzzing { store, tally, files, .. } = fuzzing;
        store.close().map_err(Failure::Misuse)?;
        match self.json {
            true => json::print(&to_json(&night, &tally, &files), console)?,
            false => Printed { night: &night, tally: &tally, files: &files, console }.all(&out)?,
        }
        Ok(if tally.news().next().is_some() { Exit::Unexpected } else { Exit::Expected })
    }

    fn night(&self) -> Result<Night, Failure> {
        let runs = match (self.runs, self.time) {
            (Some(0), _) => return misuse("nothing is found in zero runs: --runs starts at 1"),
            (Some(runs), _) => runs,
            (None, Some(_)) => u64::MAX,
            (None, None) => RUNS,
        };
        let sort = inputs::sort(&self.sort)?;
        Ok(Night { seed: self.seed, runs, time: self.time, jobs: inputs::jobs(self.jobs)?, sort })
    }
}

/// A directory of its own for each fuzz.
fn usual_directory(night: &Night) -> PathBuf {
    let scenario = night.sort.subject.map_or("random".into(), slug);
    let strategy = night.sort.strategy.map(words::strategy_options).unwrap_or_default();
    let name = format!("{scenario} {} {}{strategy}", night.sort.revision.name, night.seed);
    Path::new("reports/out").join(name.replace(" --", "-").replace(' ', "-"))
}

/// The name of a subject, or the words of its world, as a part of a file's name.
fn slug(subject: Subject) -> String {
    let words = subject.listed_as().map_or_else(|| subject.world().to_string(), str::to_string);
    let runs = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
    runs.collect::<Vec<_>>().join("-")
}

/// What tells one fuzz from another.
fn header(night: &Night) -> Value {
    let mut header = json!({
        "fuzz": night.seed,
        "revision": night.sort.revision.name,
        "scenario": night.sort.scenario(),
        "strategy": night.sort.strategy,
        "code": env!("CARGO_PKG_VERSION"),
    });
    if let Some(Subject::Given(world)) = night.sort.subject {
        header["world"] = world.to_string().into();
    }
    header
}

struct Fuzzing<'a> {
    night: &'a Night,
    store: Store,
    keep: Keep,
    tally: Tally,
    /// The file of each distinct violation.
    files: BTreeMap<Named, PathBuf>,
}

impl Fuzzing<'_> {
    fn run(&mut self, console: &mut Console<'_>) -> Result<(), Failure> {
        let total = (self.night.runs < u64::MAX).then_some(self.night.runs);
        let mut progress = Progress::begin(console.medium, total, "run");
        let mut result = Ok(());
        let night = self.night;
        night.run(|ran| {
            result = self.ran(ran);
            progress.step(&mut console.err, || self.so_far());
            if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        progress.end();
        result.map_err(Failure::Misuse)
    }

    fn so_far(&self) -> String {
        let (failed, distinct) = (self.tally.failed, self.tally.distinct.len());
        format!("; {} failed, {distinct} distinct, {} new", failed, self.tally.news().count())
    }

    fn ran(&mut self, ran: &Ran) -> Result<(), String> {
        let new = self.tally.add(ran, &self.night.sort);
        if ran.verdict.found.is_empty() {
            return Ok(());
        }
        for (index, found) in ran.verdict.found.iter().enumerate() {
            let is_new = new.contains(found);
            if is_new || self.keep == Keep::All {
                let path = self.file(ran, index + 1, found)?;
                if is_new {
                    let identity = self.night.sort.named(&ran.run, found);
                    self.files.insert(identity, path);
                }
            }
        }
        let line = self.line(ran);
        self.store.note(&line)
    }

    fn file(&mut self, ran: &Ran, nth: usize, found: &Found) -> Result<PathBuf, String> {
        let sort = &self.night.sort;
        let (counterexample, _) =
            record(sort.subject, &sort.revision, ran.run.world, &ran.run.budget, found);
        self.store.keep(ran.run.number, nth, &counterexample)
    }

    fn line(&self, ran: &Ran) -> Value {
        let violation = |found: &Found| {
            let (breach, object, function) = found.violation.key();
            let label = label(self.night.sort.label(&ran.run, found));
            json!({ "breach": breach, "object": object, "function": function, "label": label })
        };
        let violations: Vec<Value> = ran.verdict.found.iter().map(violation).collect();
        json!({ "run": ran.run.number, "violations": violations })
    }
}

/// The name of a bug, or why there is none.
fn label(label: Label) -> &'static str {
    match label {
        Label::Known(bug) | Label::Back(bug) => bug.name,
        Label::AfterCrash => "after-crash",
        Label::Unlisted => "unlisted",
        Label::New => "new",
    }
}

fn to_json(night: &Night, tally: &Tally, files: &BTreeMap<Named, PathBuf>) -> Value {
    let distinct = |distinct: &Distinct| {
        json!({
            "found": json::found(&distinct.found),
            "label": label(distinct.label),
            "first_run": distinct.first.number,
            "runs": distinct.runs,
            "file": files.get(&distinct.named()),
            "command": run_command(distinct.first.number, &night.sort),
        })
    };
    json!({
        "fuzz": header(night),
        "runs": tally.runs,
        "schedules": tally.schedules,
        "failed": tally.failed,
        "distinct": tally.distinct.iter().map(distinct).collect::<Vec<_>>(),
    })
}
