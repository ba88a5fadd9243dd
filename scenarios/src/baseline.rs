//! A baseline: the outcomes and the causes that each world of a sweep shows, as a file that
//! another sweep is compared with.

mod compare;

use std::collections::BTreeMap;

use model::Revision;
use serde::{Deserialize, Serialize};
use sim_io::{Ending, Found};

pub use self::compare::{Change, Comparison, Difference, Item};
use crate::{Key, Label, sweep::Swept};

/// Outcomes and causes that a sweep showed, world by world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The command that makes it.
    pub command: String,
    /// The revision, by its name.
    pub revision: String,
    /// A sentence for each cause, by its key: `NAME~DIGEST`.
    pub causes: BTreeMap<String, String>,
    /// Findings in each world, by the world as text.
    pub worlds: BTreeMap<String, Shown>,
}

/// Findings in a world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Line", into = "Line")]
pub struct Shown {
    /// The part of it that was searched.
    pub extent: Extent,
    /// Its outcomes.
    pub outcomes: Vec<String>,
    /// The keys of its causes.
    pub causes: Vec<String>,
}

/// Form of it as an array, which TOML writes in one line.
type Line = (Extent, Vec<String>, Vec<String>);

impl From<Line> for Shown {
    fn from((extent, outcomes, causes): Line) -> Shown {
        Shown { extent, outcomes, causes }
    }
}

impl From<Shown> for Line {
    fn from(shown: Shown) -> Line {
        (shown.extent, shown.outcomes, shown.causes)
    }
}

/// Part of a world that was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// Every schedule.
    Exhausted,
    /// Every schedule with few preemptions.
    Bounded,
    /// Some schedules.
    Cut,
}

impl From<&Ending> for Extent {
    fn from(ending: &Ending) -> Extent {
        match ending {
            Ending::Exhausted => Extent::Exhausted,
            Ending::Bounded { .. } => Extent::Bounded,
            Ending::Sampled(_) | Ending::Cut { .. } => Extent::Cut,
        }
    }
}

/// The name in the key of a cause that no entry of the catalogue accounts for.
pub const NEW: &str = "NEW";
/// The name in the key of such a cause, at a revision that the catalogue does not claim to cover.
pub const UNLISTED: &str = "unlisted";
/// Prefix of the name of a bug that is back.
pub const BACK: &str = "BACK:";

impl Baseline {
    /// A baseline without a world.
    pub fn new(command: String, revision: String) -> Baseline {
        Baseline { command, revision, causes: BTreeMap::new(), worlds: BTreeMap::new() }
    }

    /// Adds what a world showed at `revision`. What was only seen after a crash is left out.
    pub fn add(&mut self, swept: &Swept, revision: &Revision) {
        let mut causes = vec![];
        for found in &swept.verdict.found {
            let label = Label::of(found, &swept.world, revision);
            if let Some(name) = name(label) {
                let (digest, sentence) = told(found, label);
                let key = format!("{name}~{digest}");
                self.causes.insert(key.clone(), sentence);
                causes.push(key);
            }
        }
        causes.sort();
        causes.dedup();
        let shown = Shown {
            extent: Extent::from(&swept.verdict.ending),
            outcomes: swept.verdict.outcomes.keys().cloned().collect(),
            causes,
        };
        self.worlds.insert(swept.world.to_string(), shown);
    }
}

/// The name of a cause in its key; none for what was only seen after a crash.
fn name(label: Label) -> Option<String> {
    match label {
        Label::Known(bug) => Some(bug.name.into()),
        Label::Back(bug) => Some(format!("{BACK}{}", bug.name)),
        Label::New => Some(NEW.into()),
        Label::Unlisted => Some(UNLISTED.into()),
        Label::AfterCrash => None,
    }
}

/// The digest of what makes a violation distinct, and the same as a sentence.
fn told(found: &Found, label: Label) -> (String, String) {
    let Key { breach, object, function, cause, bug: _ } = Key::of(&found.violation, label);
    let place = if function.is_empty() { String::new() } else { format!(" in {function}") };
    let reason = if cause.is_empty() { String::new() } else { format!("; {cause}") };
    let sentence = format!("{breach}: {object}{place}{reason}");
    (format!("{:08x}", crc32fast::hash(sentence.as_bytes())), sentence)
}

/// The name in the key of a cause, and the digest.
pub fn parts(key: &str) -> (&str, &str) {
    key.rsplit_once('~').unwrap_or((key, key))
}
