//! The results of a sweep.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use model::Revision;
use scenarios::{BACK, Baseline, Comparison, Extent, NEW, UNLISTED, parts};
use serde_json::json;

use super::against;
use crate::{
    cli::Exit,
    lanes::{Layout, wrap},
    words,
};

/// The results of a sweep.
pub(super) struct Summary<'a> {
    pub(super) baseline: &'a Baseline,
    /// Schedules that were run now: a sweep that goes on has others behind it.
    pub(super) schedules: u64,
    /// Set if a sweep that was stopped went on.
    pub(super) goes_on: bool,
    pub(super) against: Option<Comparison>,
}

impl Summary<'_> {
    /// The sentences of what no entry accounts for, each with its world.
    fn news(&self) -> Vec<String> {
        let mut all = vec![];
        for (world, shown) in &self.baseline.worlds {
            let new = shown.causes.iter().filter(|key| parts(key).0 == NEW);
            all.extend(new.map(|key| format!("{world}: {}", self.baseline.causes[key])));
        }
        all
    }

    /// The number of worlds of each name that `sort` sorts.
    fn names(&self, sort: impl Fn(&str) -> Option<String>) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for shown in self.baseline.worlds.values() {
            let names: BTreeSet<String> = shown.causes.iter().filter_map(|key| sort(key)).collect();
            names.into_iter().for_each(|name| *counts.entry(name).or_insert(0) += 1);
        }
        counts
    }

    fn known(&self) -> BTreeMap<String, u64> {
        self.names(|key| {
            let name = parts(key).0;
            let other = name == NEW || name == UNLISTED || name.starts_with(BACK);
            (!other).then(|| name.to_string())
        })
    }

    fn back(&self) -> BTreeMap<String, u64> {
        self.names(|key| Some(parts(key).0.strip_prefix(BACK)?.to_string()))
    }

    fn unlisted(&self) -> BTreeMap<String, u64> {
        self.names(|key| (parts(key).0 == UNLISTED).then(|| self.baseline.causes[key].clone()))
    }

    fn endings(&self) -> BTreeMap<&'static str, u64> {
        let mut endings = BTreeMap::new();
        for shown in self.baseline.worlds.values() {
            *endings.entry(ending(shown.extent)).or_insert(0) += 1;
        }
        endings
    }

    /// Against a baseline, news is what that lacks; otherwise, what no entry accounts for.
    pub(super) fn exit(&self) -> Exit {
        let news = match &self.against {
            Some(comparison) => comparison.is_alarm(),
            None => !self.news().is_empty() || !self.back().is_empty(),
        };
        if news { Exit::Unexpected } else { Exit::Expected }
    }

    pub(super) fn text(&self, size: &str, revision: &str, layout: Layout) -> String {
        let worlds = words::count(self.baseline.worlds.len() as u64, "world");
        let mut text = format!("{worlds} of {size}, at {revision}:\n");
        for (ending, worlds) in self.endings() {
            text += &format!("  {:>6}  {ending}\n", words::number(worlds));
        }
        text += &counts("Known, in so many of them", &self.known(), layout);
        text += &counts("BACK, as a commit that mended them is taken out", &self.back(), layout);
        text += &counts(
            "Not in the catalogue, which does not cover this revision",
            &self.unlisted(),
            layout,
        );
        let new = self.news();
        if !new.is_empty() {
            text += "\nNEW, no entry of the catalogue accounts for it:\n";
        }
        for new in &new {
            text += &entry("  ", new, layout);
        }
        if let Some(comparison) = &self.against {
            text += &against::text(comparison, layout);
        }
        text + &format!(
            "\n{} in all{}, {} new.\n",
            words::count(self.schedules, "schedule"),
            if self.goes_on { " since it was stopped" } else { "" },
            new.len()
        )
    }

    pub(super) fn json(&self, revision: &str) -> serde_json::Value {
        json!({
            "revision": revision,
            "head": Revision::head_tree(),
            "worlds": self.baseline.worlds.len(),
            "schedules": self.schedules,
            "endings": self.endings(),
            "known": self.known(),
            "back": self.back(),
            "unlisted": self.unlisted(),
            "new": self.news(),
            "against": self.against,
        })
    }
}

fn counts<T: Display>(title: &str, worlds: &BTreeMap<T, u64>, layout: Layout) -> String {
    if worlds.is_empty() {
        return String::new();
    }
    let line = |(what, worlds): (&T, &u64)| {
        entry(&format!("  {:>6}  ", words::number(*worlds)), &what.to_string(), layout)
    };
    format!("\n{title}:\n{}", worlds.iter().map(line).collect::<String>())
}

/// `text` behind `head`, in as many lines as it takes.
pub(super) fn entry(head: &str, text: &str, layout: Layout) -> String {
    let lines = wrap(text, layout.columns.saturating_sub(head.len()).max(20));
    let indent = " ".repeat(head.len());
    let heads = std::iter::once(head).chain(std::iter::repeat(indent.as_str()));
    lines.iter().zip(heads).map(|(line, head)| format!("{head}{line}\n")).collect()
}

fn ending(extent: Extent) -> &'static str {
    match extent {
        Extent::Exhausted => "EXHAUSTED: every interleaving, but no memory order",
        Extent::Bounded => "BOUNDED: every interleaving with few preemptions, but no memory order",
        Extent::Cut => "CUT: some interleavings",
    }
}
