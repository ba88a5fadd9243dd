//! `multifd-sim sweep`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    ops::ControlFlow,
};

use model::{FAULTS_MAX, Revision, World};
use scenarios::{Label, Swept, faulty_worlds, sweep, worlds_around};
use serde_json::json;
use sim_io::Ending;

use super::{Console, Exit, Failure, args::Sweep, given::Given, inputs, inputs::misuse};
use crate::{progress::Progress, words};

impl Sweep {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let given = Given::of(None, &self.place)?;
        let revision = match &given {
            Some(given) => given.revision_or_head(self.revision.as_deref())?,
            None => inputs::revision(self.revision.as_deref().unwrap_or("head"))?,
        };
        let jobs = inputs::jobs(self.jobs)?;
        let world = given.map(|given| given.subject.world());
        let worlds = self.worlds(world)?;
        let mut swept = Vec::with_capacity(worlds.len());
        let mut progress = Progress::begin(console.medium, Some(worlds.len() as u64), "world");
        sweep(&worlds, revision.revision, self.schedules, jobs, |one| {
            swept.push(one);
            progress.step(&mut console.err, String::new);
            ControlFlow::Continue(())
        });
        progress.end();
        let summary = Summary::of(&swept, &revision.revision);
        if self.json {
            writeln!(console.out, "{:#}", summary.json(&revision.name))?;
        } else {
            write!(console.out, "{}", summary.text(&self.size(world), &revision.title()))?;
        }
        Ok(summary.exit())
    }

    /// Every world to search, if each can be played.
    fn worlds(&self, around: Option<World>) -> Result<Vec<World>, Failure> {
        let there = around.map_or(0, |world| world.faults.iter().flatten().count());
        if usize::from(self.faults) + there > FAULTS_MAX {
            return misuse(format!("a world has at most {FAULTS_MAX} faults"));
        }
        let worlds = match around {
            Some(world) => worlds_around(world, self.faults),
            None => faulty_worlds(self.around.into(), self.channels, self.rounds, self.faults),
        };
        match worlds.iter().find_map(|world| world.check().err()) {
            Some(sentence) => misuse(sentence),
            None => Ok(worlds),
        }
    }

    /// How large the worlds are, or which they are.
    fn size(&self, around: Option<World>) -> String {
        let faults = words::count(u64::from(self.faults), "fault");
        match around {
            Some(world) => format!("\"{world}\" with {faults} more at most"),
            None => format!(
                "{}, {}, {faults} at most",
                words::count(u64::from(self.channels), "channel"),
                words::count(u64::from(self.rounds), "round"),
            ),
        }
    }
}

/// What came out of a sweep.
#[derive(Default)]
struct Summary {
    worlds: u64,
    schedules: u64,
    /// How the searches ended, and how many did.
    endings: BTreeMap<String, u64>,
    /// The bugs that were met, and in how many worlds.
    known: BTreeMap<&'static str, u64>,
    /// The bugs that are back because a commit that mended them is taken out.
    back: BTreeMap<&'static str, u64>,
    /// What nobody has listed, each with its world.
    new: Vec<String>,
    /// The same, where nobody claims to have listed everything.
    unlisted: BTreeMap<String, u64>,
}

impl Summary {
    fn of(swept: &[Swept], revision: &Revision) -> Summary {
        let mut summary = Summary { worlds: swept.len() as u64, ..Summary::default() };
        for one in swept {
            summary.schedules += one.verdict.schedules;
            *summary.endings.entry(ending(&one.verdict.ending)).or_insert(0) += 1;
            summary.note_violations(one, revision);
        }
        summary
    }

    fn note_violations(&mut self, one: &Swept, revision: &Revision) {
        let (mut bugs, mut back) = (BTreeSet::new(), BTreeSet::new());
        let mut unlisted = BTreeSet::new();
        for found in &one.verdict.found {
            match Label::of(found, &one.world, revision) {
                Label::Known(bug) => {
                    bugs.insert(bug.name);
                }
                Label::Back(bug) => {
                    back.insert(bug.name);
                }
                Label::New => self.new.push(format!("{}: {}", one.world, found.violation)),
                Label::Unlisted => {
                    let what = format!("{}: {}", found.violation.breach, found.violation.object);
                    unlisted.insert(what);
                }
                Label::AfterCrash => (),
            }
        }
        bugs.into_iter().for_each(|bug| *self.known.entry(bug).or_insert(0) += 1);
        back.into_iter().for_each(|bug| *self.back.entry(bug).or_insert(0) += 1);
        unlisted.into_iter().for_each(|what| *self.unlisted.entry(what).or_insert(0) += 1);
    }

    fn exit(&self) -> Exit {
        match self.new.is_empty() && self.back.is_empty() {
            true => Exit::Expected,
            false => Exit::Unexpected,
        }
    }

    fn text(&self, size: &str, revision: &str) -> String {
        let mut text =
            format!("{} of {size}, at {revision}:\n", words::count(self.worlds, "world"));
        for (ending, worlds) in &self.endings {
            text += &format!("  {:>6}  {ending}\n", words::number(*worlds));
        }
        text += &counts("Known, in so many of them", &self.known);
        text += &counts("BACK, as a commit that mended them is taken out", &self.back);
        text += &counts("Unlisted at this revision", &self.unlisted);
        if !self.new.is_empty() {
            text += "\nNEW, listed by nobody:\n";
        }
        for new in &self.new {
            text += &format!("  {new}\n");
        }
        text + &format!(
            "\n{} in all, {} new.\n",
            words::count(self.schedules, "schedule"),
            self.new.len()
        )
    }

    fn json(&self, revision: &str) -> serde_json::Value {
        json!({
            "revision": revision,
            "head": Revision::head_tree(),
            "worlds": self.worlds,
            "schedules": self.schedules,
            "endings": self.endings,
            "known": self.known,
            "back": self.back,
            "unlisted": self.unlisted,
            "new": self.new,
        })
    }
}

fn counts<T: Display>(title: &str, worlds: &BTreeMap<T, u64>) -> String {
    if worlds.is_empty() {
        return String::new();
    }
    let line = |(what, worlds): (&T, &u64)| format!("  {:>6}  {what}\n", words::number(*worlds));
    format!("\n{title}:\n{}", worlds.iter().map(line).collect::<String>())
}

fn ending(ending: &Ending) -> String {
    match ending {
        Ending::Exhausted => "EXHAUSTED: every interleaving, but no memory order".into(),
        Ending::Bounded { preemptions } => {
            let most = words::count(u64::from(*preemptions), "preemption");
            format!("BOUNDED: every interleaving with at most {most}, but no memory order")
        }
        Ending::Sampled(_) | Ending::Cut { .. } => "CUT: some interleavings".into(),
    }
}
