//! `multifd-sim search`.

use std::{
    cell::RefCell,
    path::Path,
    time::{Duration, Instant},
};

use model::{NamedRevision, Revision, World};
use scenarios::{Label, Subject, Want, WholeSearch};
use serde_json::{Value, json};
use sim_io::{Counts, Ending, Standing, StrategyKind, Verdict};

use super::{
    Console, Exit, Failure,
    args::{Jobs, Search, WholeName},
    branchings::branchings,
    given::Given,
    inputs,
};
use crate::{
    checkpoint::{self, Checkpoint},
    explanation::title,
    json,
    progress::Progress,
    words,
};

/// The interval at which a search is kept: no more than a minute is lost.
const KEPT_EVERY: Duration = Duration::from_secs(30);

impl From<WholeName> for StrategyKind {
    fn from(name: WholeName) -> StrategyKind {
        match name {
            WholeName::Dpor => StrategyKind::Dpor,
            WholeName::Cached => StrategyKind::Cached,
            WholeName::Iterative => StrategyKind::Iterative,
        }
    }
}

impl Search {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let asked = self.asked()?;
        let checkpoint = match &self.checkpoint {
            Some(path) => Some(asked.checkpoint(path)?),
            None => None,
        };
        let verdict = asked.search(checkpoint.as_ref(), console)?;
        match self.json {
            true => json::print(&asked.json(&verdict), console)?,
            false => asked.print(&verdict, console)?,
        }
        let is_new = |found| asked.label(found).is_news();
        Ok(if verdict.found.iter().any(is_new) { Exit::Unexpected } else { Exit::Expected })
    }

    fn asked(&self) -> Result<Asked, Failure> {
        if self.why && matches!(self.strategy, WholeName::Dpor | WholeName::Iterative) {
            return inputs::misuse("only --strategy cached counts what made it branch: --why");
        }
        if self.schedules == Some(0) {
            return inputs::misuse("no search has zero schedules: --schedules starts at 1");
        }
        let Some(given) = Given::of(self.what.as_deref(), &self.place)? else {
            return inputs::misuse("a search needs a name or --world");
        };
        let (subject, revision) =
            (given.subject, given.revision_or_head(self.revision.as_deref())?);
        let world = inputs::resize(&self.size, &[subject])?.apply(subject.world());
        let search = WholeSearch {
            world,
            revision: revision.revision,
            lacks: inputs::ablation(&self.without)?,
            strategy: self.strategy.into(),
            schedules: self.schedules,
            time: self.time,
            memory: Some(self.memory.unwrap_or_else(inputs::half_of_memory)),
            want: inputs::want(&self.wanted)?,
            counts: if self.why { Counts::Branchings } else { Counts::Nothing },
            jobs: inputs::jobs(Jobs { jobs: self.jobs })?,
        };
        Ok(Asked { subject, revision, world, search })
    }
}

/// The search that was asked for.
struct Asked {
    subject: Subject,
    revision: NamedRevision,
    world: World,
    search: WholeSearch,
}

impl Asked {
    fn checkpoint(&self, path: &Path) -> Result<Checkpoint, Failure> {
        let build = checkpoint::build().or_else(|error| {
            inputs::misuse(format!("cannot read this program to tell its builds apart: {error}"))
        })?;
        let header = json!({
            "search": self.subject.name(),
            "world": self.world.to_string(),
            "revision": self.revision.name,
            "drop": self.lacks(),
            "strategy": words::strategy(self.search.strategy),
            "want": self.search.want.map_or("everything", Want::name),
            "build": build,
        });
        Ok(Checkpoint::at(path, header))
    }

    fn search(
        &self,
        checkpoint: Option<&Checkpoint>,
        console: &mut Console<'_>,
    ) -> Result<Verdict, Failure> {
        let from = match checkpoint {
            Some(checkpoint) => checkpoint.read().map_err(Failure::Misuse)?,
            None => None,
        };
        let keeper = RefCell::new(Keeper::new(checkpoint));
        let mut progress = Progress::begin(console.medium, self.search.schedules, "schedule");
        let mut watch = |standing: &Standing<'_>| {
            keeper.borrow_mut().saw(standing);
            progress.reach(standing.schedules(), &mut console.err, || so_far(standing));
        };
        let verdict = self.search.run(from.as_deref(), &mut watch);
        progress.end();
        if let Some(warning) = keeper.into_inner().warning {
            writeln!(console.err, "multifd-sim: {warning}")?;
        }
        match verdict {
            Some(verdict) => Ok(verdict),
            None => inputs::misuse("the checkpoint is of no such search"),
        }
    }

    /// The ablation as text.
    fn lacks(&self) -> Option<String> {
        self.search.lacks.as_ref().map(ToString::to_string)
    }

    fn label(&self, found: &sim_io::Found) -> Label {
        Label::of(found, &self.world, &self.revision.revision)
    }

    fn print(&self, verdict: &Verdict, console: &mut Console<'_>) -> Result<(), Failure> {
        let out = &mut console.out;
        let strategy = words::strategy(self.search.strategy);
        writeln!(out, "{}: {}", self.subject.name(), self.world)?;
        if let Some(lacks) = self.lacks() {
            writeln!(out, "without {lacks}")?;
        }
        writeln!(out, "{}, {strategy}: {}", self.revision.title(), words::ending(verdict))?;
        if let Some(note) = &verdict.note {
            writeln!(out, "{note}")?;
        }
        for (outcome, schedules) in &verdict.outcomes {
            writeln!(out, "  {:>14}  {outcome}", words::count(*schedules, "schedule"))?;
        }
        let abandoned = words::count(verdict.abandoned, "schedule");
        writeln!(out, "  {abandoned:>14}  left where the rest was known")?;
        if verdict.found.is_empty() {
            let nothing = match verdict.ending {
                Ending::Exhausted => "Nothing is broken.",
                Ending::Bounded { .. } | Ending::Sampled(_) | Ending::Cut { .. } => {
                    "The schedules that were run broke nothing; there are others."
                }
            };
            writeln!(out, "{nothing}")?;
        }
        for found in &verdict.found {
            let label = words::label(self.label(found));
            writeln!(out, "  {} [{label}]", title(&found.violation))?;
        }
        if let Some(want) = self.search.want {
            writeln!(out, "{}: {}", want.name(), seen(want, &self.world, verdict))?;
        }
        write!(out, "{}", branchings(verdict, self.search.counts))?;
        Ok(())
    }

    fn json(&self, verdict: &Verdict) -> Value {
        json!({
            "name": self.subject.name(),
            "world": self.world,
            "revision": self.revision.name,
            "drop": self.lacks(),
            "head": Revision::head_tree(),
            "strategy": self.search.strategy,
            "want": self.search.want.map(Want::name),
            "verdict": json::verdict(verdict),
        })
    }
}

/// The schedule in which the wanted violation was seen, or how certain it is that there is none.
fn seen(want: Want, world: &World, verdict: &Verdict) -> String {
    match verdict.found.iter().find(|found| want.is(&found.violation, world)) {
        Some(found) => format!("seen in schedule {}", words::number(found.first)),
        None => words::absence(verdict),
    }
}

fn so_far(standing: &Standing<'_>) -> String {
    let in_all = standing.estimate().map(|all| format!(" of about {}", words::rounded(all)));
    let found = match standing.found() {
        0 => None,
        found => Some(format!("; {}", words::count(found as u64, "violation"))),
    };
    in_all.into_iter().chain(found).collect()
}

/// Keeps a search now and then.
struct Keeper<'a> {
    checkpoint: Option<&'a Checkpoint>,
    last: Instant,
    /// The reason why it could not be kept the last time.
    warning: Option<String>,
}

impl<'a> Keeper<'a> {
    fn new(checkpoint: Option<&'a Checkpoint>) -> Self {
        Keeper { checkpoint, last: Instant::now(), warning: None }
    }

    fn saw(&mut self, standing: &Standing<'_>) {
        if let Some(checkpoint) = self.checkpoint
            && (standing.is_last() || self.last.elapsed() >= KEPT_EVERY)
        {
            // A disk that is full is no reason to lose a search.
            let kept = checkpoint.write(standing);
            self.warning = kept.err().map(|error| format!("the search is not kept: {error}"));
            self.last = Instant::now();
        }
    }
}
