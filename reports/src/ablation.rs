//! The report of ablations, for readers.

mod markdown;
mod questions;

use std::collections::BTreeMap;

use model::{NamedRevision, Revision};
use scenarios::{Evidence, Intact, Kind, Lacking, Places, Reason, Score, Told, scores};
use serde_json::{Value, json};

use crate::{
    lanes::{Layout, wrap},
    words,
};

/// The results of taking out one thing after the other.
pub(crate) struct Ablated {
    /// The revision.
    pub(crate) revision: NamedRevision,
    /// The number of worlds that were searched completely as they are, and of all.
    pub(crate) worlds: (usize, usize),
    /// The result of each ablation.
    pub(crate) done: Vec<Lacking>,
}

/// The sites, each with the cheapest world that comes to it.
pub(crate) fn sites(places: &Places, worlds: &[Intact]) -> String {
    let cheapest = |spot: &sim_io::Spot| {
        let reaching = worlds.iter().filter(|intact| intact.passed.contains_key(spot));
        reaching.min_by_key(|intact| intact.schedules).expect("some world comes to each")
    };
    let line =
        |(site, spot): (&sim_io::Site, &sim_io::Spot)| format!("{site} {}\n", cheapest(spot).world);
    places.sites().into_iter().map(line).collect()
}

impl Ablated {
    /// The table by function, and the score.
    pub(crate) fn text(&self, layout: Layout) -> String {
        let (complete, all) = self.worlds;
        let text = format!(
            "{} at {}, in {} that are searched completely as they are ({} more are too large):",
            words::count(self.done.len() as u64, "ablation"),
            self.revision.title(),
            words::count(complete as u64, "world"),
            words::number((all - complete) as u64),
        );
        wrap(&text, layout.columns).join("\n") + "\n\n" + &self.rows(layout) + "\n" + &self.score()
    }

    /// The result of each, by function.
    fn rows(&self, layout: Layout) -> String {
        let mut by_function: BTreeMap<&str, Vec<&Lacking>> = BTreeMap::new();
        for one in &self.done {
            by_function.entry(&one.ablation.site.function).or_default().push(one);
        }
        let mut text = String::new();
        for (function, rows) in by_function {
            let needed = rows.iter().filter(|row| matches!(row.told, Told::Needed(_))).count();
            let gap = if text.is_empty() { "" } else { "\n" };
            text += &format!("{gap}{function}: {needed} of {} needed\n", rows.len());
            rows.iter().for_each(|row| text += &self.row(row, layout.columns));
        }
        text
    }

    fn row(&self, row: &Lacking, columns: usize) -> String {
        let what = row.ablation.to_string();
        let what = what.split_once(':').map_or("", |(_, within)| within);
        let mut text = String::new();
        let (verdict, lines) = match &row.told {
            Told::Needed(evidence) => {
                (format!("needed ({})", evidence.kind.name()), shown(evidence))
            }
            Told::Nothing => unseen(row),
            Told::NoModel(text) => ("the model ends".to_string(), vec![text.clone()]),
        };
        for (index, part) in wrap(&format!("{what}: {verdict}"), columns - 4).iter().enumerate() {
            text += &format!("{:indent$}{part}\n", "", indent = if index == 0 { 2 } else { 4 });
        }
        for line in lines {
            for part in wrap(&line, columns.saturating_sub(4)) {
                text += &format!("    {part}\n");
            }
        }
        if let Told::Needed(evidence) = &row.told {
            text += &self.command(row, evidence, columns);
        }
        text
    }

    /// The command that shows it.
    fn command(&self, row: &Lacking, evidence: &Evidence, columns: usize) -> String {
        let verb = match evidence.kind {
            Kind::New | Kind::Named | Kind::Spins => "explain",
            Kind::Appears | Kind::Vanishes => "search",
        };
        let want = evidence.name.map_or(String::new(), |name| format!("--want {name}"));
        let revision = match self.revision.revision == Revision::head() {
            true => String::new(),
            false => format!("--revision {}", self.revision.name),
        };
        let world = format!("multifd-sim {verb} --world \"{}\"", evidence.world);
        let options = [format!("--drop {}", row.ablation), want, revision];
        let mut line = format!("    {world}");
        let mut text = String::new();
        for option in options.iter().filter(|option| !option.is_empty()) {
            if line.len() + option.len() + 3 > columns {
                text += &format!("{line} \\\n");
                line = format!("      {option}");
            } else {
                line += &format!(" {option}");
            }
        }
        text + &line + "\n"
    }

    /// The table of the evidence for each kind of operation.
    pub(crate) fn score(&self) -> String {
        let mut text = format!("{:16}{:>12}", "", "needed");
        Kind::ALL.iter().for_each(|kind| text += &format!("{:>11}", kind.name()));
        text.truncate(text.trim_end().len());
        text.push('\n');
        let mut all = Score::default();
        for (act, score) in scores(&self.done) {
            text += &score_line(act.name(), &score);
            all.all += score.all;
            all.told.iter_mut().zip(score.told).for_each(|(sum, told)| *sum += told);
        }
        text + &score_line("all", &all)
    }

    /// The report as JSON.
    pub(crate) fn json(&self) -> Value {
        let row = |row: &Lacking| {
            let evidence = match &row.told {
                Told::Needed(evidence) => Some(json!({
                    "kind": evidence.kind.name(),
                    "world": evidence.world.to_string(),
                    "what": evidence.what,
                    "cause": evidence.cause,
                    "listed_as": evidence.name,
                })),
                Told::Nothing | Told::NoModel(_) => None,
            };
            json!({
                "ablation": row.ablation.to_string(),
                "needed": evidence.is_some(),
                "evidence": evidence,
                "model_ends": match &row.told {
                    Told::NoModel(text) => Some(text),
                    Told::Needed(_) | Told::Nothing => None,
                },
                "reason": Reason::of(&row.ablation.to_string()).map(Reason::text),
                "worlds": row.reaching,
                "complete": row.complete.len(),
                "cut": row.cut,
            })
        };
        json!({
            "revision": self.revision.name,
            "head": Revision::head_tree(),
            "worlds": self.worlds.0,
            "too_large": self.worlds.1 - self.worlds.0,
            "ablations": self.done.iter().map(row).collect::<Vec<_>>(),
        })
    }
}

fn score_line(name: &str, score: &Score) -> String {
    let mut line = format!("{name:16}{:>12}", format!("{} of {}", score.needed(), score.all));
    score.told.iter().for_each(|told| line += &format!("{told:>11}"));
    line + "\n"
}

/// The evidence that is shown, and its cause.
fn shown(evidence: &Evidence) -> Vec<String> {
    let what = match (evidence.kind, evidence.name) {
        (Kind::Appears, _) => format!("comes out as \"{}\"", evidence.what),
        (Kind::Vanishes, _) => format!("never comes out as \"{}\" any more", evidence.what),
        (_, None) => evidence.what.clone(),
        (_, Some(name)) => format!("{} [{name}]", evidence.what),
    };
    let cause = (!evidence.cause.is_empty()).then(|| format!("cause: {}", evidence.cause));
    [Some(what), cause].into_iter().flatten().collect()
}

/// The text where nothing was told.
fn unseen(row: &Lacking) -> (String, Vec<String>) {
    let searched = match row.cut {
        0 => format!(
            "searched {} of {}",
            words::number(row.complete.len() as u64),
            words::count(row.reaching as u64, "world")
        ),
        cut => format!(
            "searched {} of {} completely, {} in part",
            words::number(row.complete.len() as u64),
            words::count(row.reaching as u64, "world"),
            words::number(cut as u64),
        ),
    };
    match Reason::of(&row.ablation.to_string()) {
        Some(reason) => (reason.text(), vec![searched]),
        None => (format!("not seen to be needed: {searched}"), vec![]),
    }
}
