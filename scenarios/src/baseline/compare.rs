//! A sweep against a baseline.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Baseline, Extent, Shown, parts};

/// Differences of a sweep from a baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The number of worlds that both have.
    pub worlds: u64,
    /// Worlds that the baseline lacks.
    pub unknown: Vec<String>,
    /// Worlds of the baseline that were not searched.
    pub missing: Vec<String>,
    /// Worlds that the baseline exhausts, and the sweep does not.
    pub less: Vec<String>,
    /// Causes and outcomes that are not where they were, alarms first.
    pub differences: Vec<Difference>,
}

/// A cause or an outcome that appears in some worlds, or vanishes from some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its kind.
    pub item: Item,
    /// Its change.
    pub change: Change,
    /// The outcome, or the cause as a sentence with the name of its entry.
    pub what: String,
    /// The worlds where it appears, or from which it vanishes.
    pub worlds: Vec<String>,
    /// The number of the worlds that both have in which the baseline shows it.
    pub before: u64,
}

/// Kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A cause of violations.
    Cause,
    /// A way in which a migration ends.
    Outcome,
}

/// Change of a cause or an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The baseline has it in no world.
    New,
    /// It is in worlds where the baseline does not have it.
    More,
    /// It is not in some of the worlds where the baseline has it.
    Fewer,
    /// It is in none of them.
    Gone,
}

impl Difference {
    /// True if it is news: a cause where there was none, or a world that ends otherwise.
    pub fn is_alarm(&self) -> bool {
        match (self.item, self.change) {
            (_, Change::New | Change::More) | (Item::Outcome, Change::Fewer | Change::Gone) => true,
            (Item::Cause, Change::Fewer | Change::Gone) => false,
        }
    }
}

impl Comparison {
    /// Compares `now` with `before`.
    pub fn of(before: &Baseline, now: &Baseline) -> Comparison {
        let common = || {
            now.worlds
                .iter()
                .filter_map(|(world, shown)| Some((world, before.worlds.get(world)?, shown)))
        };
        let lacks = |one: &Baseline, other: &Baseline| -> Vec<String> {
            one.worlds.keys().filter(|world| !other.worlds.contains_key(*world)).cloned().collect()
        };
        let less = common().filter(|(_, before, now)| {
            before.extent == Extent::Exhausted && now.extent != Extent::Exhausted
        });
        let mut differences = vec![];
        for kind in [Item::Cause, Item::Outcome] {
            let mut tally = Tally::default();
            common().for_each(|(world, before, now)| tally.add(kind, world, before, now));
            differences.extend(tally.differences(kind, [now, before]));
        }
        differences.sort_by_key(|difference| (!difference.is_alarm(), difference.change));
        Comparison {
            worlds: common().count() as u64,
            unknown: lacks(now, before),
            missing: lacks(before, now),
            less: less.map(|(world, _, _)| world.clone()).collect(),
            differences,
        }
    }

    /// True if something is news.
    pub fn is_alarm(&self) -> bool {
        self.differences.iter().any(Difference::is_alarm)
    }
}

/// The worlds in which each cause, or each outcome, was and is.
#[derive(Default)]
struct Tally<'a> {
    rows: BTreeMap<&'a str, Counts>,
}

#[derive(Default)]
struct Counts {
    before: u64,
    now: u64,
    appears: Vec<String>,
    vanishes: Vec<String>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, kind: Item, world: &str, before: &'a Shown, now: &'a Shown) {
        let (was, is) = (items(kind, before), items(kind, now));
        for item in &was {
            self.rows.entry(item).or_default().before += 1;
        }
        for item in &is {
            self.rows.entry(item).or_default().now += 1;
        }
        for item in is.difference(&was) {
            self.rows.entry(item).or_default().appears.push(world.into());
        }
        // A search that does not end tells nothing by what it does not see.
        if now.extent == Extent::Exhausted {
            for item in was.difference(&is) {
                self.rows.entry(item).or_default().vanishes.push(world.into());
            }
        }
    }

    fn differences(self, item: Item, baselines: [&Baseline; 2]) -> Vec<Difference> {
        let mut all = vec![];
        for (name, counts) in self.rows {
            let mut tell = |change, worlds: Vec<String>| {
                if !worlds.is_empty() {
                    let what = words(item, name, baselines);
                    all.push(Difference { item, change, what, worlds, before: counts.before });
                }
            };
            let appeared = if counts.before == 0 { Change::New } else { Change::More };
            let vanished = if counts.now == 0 { Change::Gone } else { Change::Fewer };
            tell(appeared, counts.appears);
            tell(vanished, counts.vanishes);
        }
        all
    }
}

/// The digests of the causes, or the outcomes: an entry may get another name.
fn items(kind: Item, shown: &Shown) -> BTreeSet<&str> {
    match kind {
        Item::Cause => shown.causes.iter().map(|key| parts(key).1).collect(),
        Item::Outcome => shown.outcomes.iter().map(String::as_str).collect(),
    }
}

/// An outcome as it is, and a cause by its sentence, from the first baseline that has it.
fn words(item: Item, name: &str, baselines: [&Baseline; 2]) -> String {
    let sentence = |baseline: &Baseline| {
        let mut causes = baseline.causes.iter();
        let (key, sentence) = causes.find(|(key, _)| parts(key).1 == name)?;
        Some(format!("{sentence} [{}]", parts(key).0))
    };
    match item {
        Item::Outcome => name.into(),
        Item::Cause => baselines.into_iter().find_map(sentence).unwrap_or_else(|| name.to_string()),
    }
}
