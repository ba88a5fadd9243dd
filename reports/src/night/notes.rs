//! The notes that a night writes down, and that one that goes on finds.

use std::collections::{BTreeMap, BTreeSet};

use scenarios::{Cause, Key, Tally};

use super::record::{CauseRecord, Progress, Record, Times, id, now};

/// A night as its log has it, and what is not in the log yet.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The work and the findings at this moment.
    pub(crate) tally: Tally,
    /// The file of each cause, by the name of the cause.
    pub(crate) files: BTreeMap<String, String>,
    /// The time that the sessions before this one have run, in seconds.
    pub(crate) seconds: u64,
    /// The processes that ran a part of it.
    pub(crate) sessions: u64,
    /// The runs that drew a world and did not exhaust it, as the log has them.
    pub(crate) open: BTreeSet<u64>,
    keys: BTreeMap<String, Key>,
    /// The records that come into the log next.
    causes: Vec<CauseRecord>,
    opened: Vec<u64>,
    seen: BTreeSet<usize>,
}

impl Notes {
    /// Takes in a line of the log.
    pub(crate) fn restore(&mut self, record: Record) {
        match record {
            Record::Header(_) | Record::End(_) => (),
            Record::Session(_) => self.sessions += 1,
            Record::Cause(cause) => {
                self.files.insert(cause.id.clone(), cause.file.clone());
                self.keys.insert(cause.id.clone(), cause.key.clone());
                if let Some(cause) = cause.cause() {
                    self.tally.causes.restore(cause);
                }
            }
            Record::Progress(progress) => self.progress(progress),
        }
    }

    fn progress(&mut self, progress: Progress) {
        self.seconds = progress.seconds;
        self.tally.totals = progress.totals;
        self.open.extend(progress.open);
        for (id, times) in progress.times {
            let Times { runs, drawn, first_drawn } = times;
            if let Some(key) = self.keys.get(&id) {
                self.tally.causes.recount(key, runs, drawn, first_drawn);
            }
        }
    }

    /// A cause, or a better example of it, is to be written.
    pub(crate) fn found(&mut self, record: CauseRecord) {
        self.files.insert(record.id.clone(), record.file.clone());
        self.causes.push(record);
    }

    /// A run has drawn a world and not exhausted it.
    pub(crate) fn opened(&mut self, number: u64) {
        self.opened.push(number);
    }

    /// Notes that these causes were seen.
    pub(crate) fn seen(&mut self, places: &BTreeSet<usize>) {
        self.seen.extend(places);
    }

    /// All that is not in the log yet, after so many seconds of this session.
    pub(crate) fn take(&mut self, seconds: u64) -> Vec<Record> {
        let all = self.tally.causes.all();
        let times = |cause: &Cause| (id(&cause.key), Times::of(cause));
        let progress = Progress {
            date: now(),
            seconds: self.seconds + seconds,
            totals: self.tally.totals.clone(),
            open: std::mem::take(&mut self.opened),
            times: self.seen.iter().map(|place| times(&all[*place])).collect(),
        };
        self.seen.clear();
        let causes = self.causes.drain(..).map(|cause| Record::Cause(Box::new(cause)));
        causes.chain([Record::Progress(progress)]).collect()
    }
}
