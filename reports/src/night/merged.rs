//! All logs of a directory together, and what one directory has that another has not.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use scenarios::{Key, Listed, Rates, Unseen};

use super::{
    folder::logs_in,
    log::read,
    record::{CauseRecord, Header, Progress, Record, Times},
};

/// One log.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) header: Header,
    /// Its progress; nothing where it has only begun.
    pub(crate) progress: Option<Progress>,
    /// The estimate of what is left to find.
    pub(crate) unseen: Unseen,
}

/// A cause, over all logs.
#[derive(Clone, Debug)]
pub(crate) struct Total {
    /// Its example in the smallest world.
    pub(crate) example: CauseRecord,
    /// The file of that.
    pub(crate) file: PathBuf,
    /// The date at which it was seen first.
    pub(crate) first: String,
    /// The build that saw it first.
    pub(crate) build: String,
    /// True if that is later than the night before the last.
    pub(crate) since_last: bool,
    /// The runs that showed it.
    pub(crate) runs: u64,
    /// The runs among them that drew their world.
    pub(crate) drawn: u64,
}

/// All logs of a directory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    pub(crate) parts: Vec<Part>,
    pub(crate) causes: BTreeMap<Key, Total>,
    /// The end of the night before the last, if there was one.
    pub(crate) last_night: Option<String>,
    pub(crate) runs: u64,
    pub(crate) drawn: u64,
}

/// A dated event of any log.
struct Event {
    date: String,
    what: What,
}

enum What {
    Begins,
    Ends,
    Found(Key),
}

impl Merged {
    /// Reads the logs in a directory, of whatever build.
    ///
    /// # Errors
    /// With a sentence, if there are none, or one is damaged.
    pub(crate) fn read(directory: &Path) -> Result<Merged, String> {
        let (mut merged, mut events) = (Merged::default(), vec![]);
        for path in logs_in(directory)? {
            merged.part(&path, &mut events)?;
        }
        if merged.parts.is_empty() {
            return Err(format!("no log in '{}' has begun", directory.display()));
        }
        merged.nights(events);
        Ok(merged)
    }

    fn part(&mut self, path: &Path, events: &mut Vec<Event>) -> Result<(), String> {
        let mut one = Reading::default();
        read(path, &mut |record| one.record(record, events))?;
        let Some(header) = one.header else { return Ok(()) };
        let folder = path.parent().unwrap_or(Path::new(""));
        let times = |seen: &Seen| one.times.get(&seen.example.id).copied().unwrap_or_default();
        let counted = one.causes.values().filter(|seen| seen.example.listed != Listed::AfterCrash);
        let drawn = counted.map(times);
        let drawn: Vec<(u64, u64)> =
            drawn.filter_map(|times| Some((times.first_drawn?, times.drawn))).collect();
        let totals = one.progress.as_ref().map(|progress| progress.totals.clone());
        let totals = totals.unwrap_or_default();
        self.runs += totals.runs;
        self.drawn += totals.drawn;
        for (key, seen) in one.causes {
            let times = one.times.get(&seen.example.id).copied().unwrap_or_default();
            let file = folder.join(&seen.example.file);
            self.cause(key, seen, file, times, &header.build);
        }
        let unseen = Unseen::of(totals.drawn, drawn.into_iter());
        self.parts.push(Part { header, progress: one.progress, unseen });
        Ok(())
    }

    fn cause(&mut self, key: Key, seen: Seen, file: PathBuf, times: Times, build: &str) {
        let Seen { example, first, size } = seen;
        let fresh = Total {
            example,
            file,
            first,
            build: build.to_string(),
            since_last: false,
            runs: times.runs,
            drawn: times.drawn,
        };
        let Some(known) = self.causes.get_mut(&key) else {
            self.causes.insert(key, fresh);
            return;
        };
        if fresh.first < known.first {
            (known.first, known.build) = (fresh.first, fresh.build);
        }
        known.runs += fresh.runs;
        known.drawn += fresh.drawn;
        if size < size_of(&known.example) {
            (known.example, known.file) = (fresh.example, fresh.file);
        }
    }

    /// Finds out when the last night began: a night ends with its summary, so what was killed and
    /// goes on is the same one.
    fn nights(&mut self, mut events: Vec<Event>) {
        events.sort_by(|one, other| one.date.cmp(&other.date));
        let begins = events.iter().rposition(|event| matches!(event.what, What::Begins));
        let before = &events[..begins.unwrap_or(0)];
        let Some(ended) = before.iter().rposition(|event| matches!(event.what, What::Ends)) else {
            return;
        };
        self.last_night = Some(events[ended].date.clone());
        let found = |event: &Event| match &event.what {
            What::Found(key) => Some(key.clone()),
            What::Begins | What::Ends => None,
        };
        let earlier: BTreeSet<Key> = events[..ended].iter().filter_map(found).collect();
        for (key, total) in &mut self.causes {
            total.since_last = !earlier.contains(key);
        }
    }
}

/// The part of one log that is worth knowing.
#[derive(Default)]
struct Reading {
    header: Option<Header>,
    progress: Option<Progress>,
    causes: BTreeMap<Key, Seen>,
    times: BTreeMap<String, Times>,
}

/// A cause in one log.
struct Seen {
    example: CauseRecord,
    first: String,
    size: (usize, usize, String),
}

impl Reading {
    fn record(&mut self, record: Record, events: &mut Vec<Event>) {
        let mut event = |date: &str, what| events.push(Event { date: date.to_string(), what });
        match record {
            Record::Header(header) => self.header = Some(header),
            Record::Session(session) => event(&session.date, What::Begins),
            Record::End(end) => event(&end.date, What::Ends),
            Record::Progress(progress) => {
                self.times.extend(progress.times.clone());
                self.progress = Some(Progress { open: vec![], ..progress });
            }
            Record::Cause(cause) => {
                if !self.causes.contains_key(&cause.key) {
                    event(&cause.date, What::Found(cause.key.clone()));
                }
                self.cause(*cause);
            }
        }
    }

    /// A later example is a better one.
    fn cause(&mut self, example: CauseRecord) {
        let (key, size) = (example.key.clone(), size_of(&example));
        match self.causes.get_mut(&key) {
            Some(seen) => (seen.example, seen.size) = (example, size),
            None => {
                let first = example.date.clone();
                self.causes.insert(key, Seen { example, first, size });
            }
        }
    }
}

/// The size of a world. Another build may not know all of its words, so it is not read.
fn size_of(example: &CauseRecord) -> (usize, usize, String) {
    let world = &example.world;
    (world.split(", ").count(), world.len(), world.clone())
}

/// The differences of one directory from another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    /// Causes in this one alone.
    pub(crate) new: Vec<Key>,
    /// Causes in the other alone: not seen this time, which does not mean that they are gone.
    pub(crate) unseen: Vec<Key>,
    /// Causes in both, and here in a greater share of the runs than chance explains.
    pub(crate) more: Vec<(Key, Rates)>,
}

impl Merged {
    /// Compares this with `other`.
    pub(crate) fn against(&self, other: &Merged) -> Compared {
        let mut compared = Compared::default();
        for (key, total) in &self.causes {
            match other.same(key, total.example.listed) {
                None => compared.new.push(key.clone()),
                Some(theirs) => {
                    let rates =
                        Rates::if_more((total.drawn, self.drawn), (theirs.drawn, other.drawn));
                    compared.more.extend(rates.map(|rates| (key.clone(), rates)));
                }
            }
        }
        let gone = |(key, total): &(&Key, &Total)| self.same(key, total.example.listed).is_none();
        compared.unseen = other.causes.iter().filter(gone).map(|(key, _)| key.clone()).collect();
        compared
    }

    /// The total of a cause here. A cause that the catalogue has come to list since is the same.
    fn same(&self, key: &Key, listed: Listed) -> Option<&Total> {
        let bare = |key: &Key| Key { bug: None, ..key.clone() };
        let unnamed = || self.causes.get(&bare(key)).filter(|_| listed == Listed::Known);
        self.causes.get(key).or_else(unnamed)
    }
}
