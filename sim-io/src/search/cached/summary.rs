//! Summaries: what a part of the search has done, and who did it.
//!
//! Most states have the summary of a neighbour, so each is stored once and
//! goes by its number, and a union is looked up before it is made.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    rc::Rc,
};

use serde::{Deserialize, Serialize, Serializer};

use crate::{
    machine::{
        footprint::{Access, Mode},
        mix,
    },
    object::{ThreadId, ThreadSet},
};

use super::super::{
    digests::{ByDigest, ByMixing},
    dpor::Event,
};

/// A set of accesses, and who made them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Summary(u32);

impl Summary {
    /// Nothing was done.
    pub(super) const NOTHING: Summary = Summary(0);
    /// Nobody knows what would have been done: anything.
    pub(super) const ANYTHING: Summary = Summary(1);
}

/// The threads that used a key in this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    key: u32,
    mode: Mode,
    threads: ThreadSet,
}

impl Hash for Entry {
    // Two words in all: most of what a search does to summaries is to look them up.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.key) << 8 | self.mode as u64);
        state.write_u64(self.threads);
    }
}

impl Entry {
    fn place(&self) -> (u32, u8) {
        (self.key, self.mode as u8)
    }
}

/// Who did something that does not commute with a step.
pub(super) enum Rivals {
    Anybody,
    Threads(ThreadSet),
}

/// All summaries of a search.
#[derive(Deserialize)]
#[serde(from = "Vec<Rc<[Entry]>>")]
pub(super) struct Summaries {
    all: Vec<Rc<[Entry]>>,
    // Only looked up, never iterated: their order cannot leak.
    numbers: HashMap<Rc<[Entry]>, Summary, ByMixing>,
    unions: HashMap<u64, Summary, ByDigest>,
}

impl Serialize for Summaries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The rest follows from that.
        self.all.serialize(serializer)
    }
}

impl From<Vec<Rc<[Entry]>>> for Summaries {
    fn from(all: Vec<Rc<[Entry]>>) -> Self {
        let numbered = all.iter().cloned().enumerate();
        let is_real = |(number, _): &(usize, _)| *number != Summary::ANYTHING.0 as usize;
        let numbers = numbered.filter(is_real).map(|(number, one)| (one, Summary(number as u32)));
        Summaries { numbers: numbers.collect(), unions: HashMap::default(), all }
    }
}

impl Summaries {
    pub(super) fn new() -> Self {
        let nothing: Rc<[Entry]> = Rc::new([]);
        let numbers = HashMap::from_iter([(nothing.clone(), Summary::NOTHING)]);
        // What stands for anything is never read.
        Summaries { all: vec![nothing.clone(), nothing], numbers, unions: HashMap::default() }
    }

    fn entries(&self, summary: Summary) -> &[Entry] {
        &self.all[summary.0 as usize]
    }

    fn number(&mut self, entries: Vec<Entry>) -> Summary {
        if let Some(known) = self.numbers.get(entries.as_slice()) {
            return *known;
        }
        let entries: Rc<[Entry]> = entries.into();
        let new = Summary(self.all.len() as u32);
        self.all.push(entries.clone());
        self.numbers.insert(entries, new);
        new
    }

    /// What is in either.
    pub(super) fn union(&mut self, a: Summary, b: Summary) -> Summary {
        match (a, b) {
            (Summary::ANYTHING, _) | (_, Summary::ANYTHING) => return Summary::ANYTHING,
            (one, Summary::NOTHING) | (Summary::NOTHING, one) => return one,
            (one, other) if one == other => return one,
            _ => (),
        }
        // No two pairs mix to the same.
        let pair = mix(u64::from(a.0.min(b.0)) << 32 | u64::from(a.0.max(b.0)), 0);
        if let Some(known) = self.unions.get(&pair) {
            return *known;
        }
        let merged = merge(self.entries(a), self.entries(b));
        let union = self.number(merged);
        self.unions.insert(pair, union);
        union
    }

    /// The accesses of one thread.
    pub(super) fn of(&mut self, thread: ThreadId, footprint: &[Access]) -> Summary {
        let threads = 1 << thread.0;
        let entry = |access: &Access| Entry { key: access.key, mode: access.mode, threads };
        let mut entries: Vec<Entry> = footprint.iter().map(entry).collect();
        entries.sort_unstable_by_key(Entry::place);
        entries.dedup();
        self.number(entries)
    }

    fn uses_of(&self, summary: Summary, key: u32) -> impl Iterator<Item = &Entry> {
        let entries = self.entries(summary);
        let first = entries.partition_point(|entry| entry.key < key);
        entries[first..].iter().take_while(move |entry| entry.key == key)
    }

    /// Those who do, in `summary`, what does not commute with `event`.
    pub(super) fn rivals(&self, summary: Summary, event: &Event) -> Rivals {
        if summary == Summary::ANYTHING {
            return Rivals::Anybody;
        }
        let mut rivals = 0;
        for access in event.footprint() {
            let same = self.uses_of(summary, access.key);
            for entry in same.filter(|entry| entry.mode.depends_in_state(access.mode)) {
                rivals |= entry.threads;
            }
        }
        Rivals::Threads(rivals & !(1 << event.thread.0))
    }

    /// Those who use `key`, in `summary`, in a way that `wanted` accepts.
    pub(super) fn users(
        &self,
        summary: Summary,
        key: u32,
        wanted: impl Fn(Mode) -> bool,
    ) -> ThreadSet {
        let uses = self.uses_of(summary, key);
        uses.filter(|entry| wanted(entry.mode)).fold(0, |set, entry| set | entry.threads)
    }
}

fn merge(a: &[Entry], b: &[Entry]) -> Vec<Entry> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(one), Some(other)) = (a.peek(), b.peek()) {
        match one.place().cmp(&other.place()) {
            std::cmp::Ordering::Less => merged.extend(a.next()),
            std::cmp::Ordering::Greater => merged.extend(b.next()),
            std::cmp::Ordering::Equal => {
                merged.push(Entry { threads: one.threads | other.threads, ..**one });
                a.next();
                b.next();
            }
        }
    }
    merged.extend(a.chain(b));
    merged
}
