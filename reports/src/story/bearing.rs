//! Which steps bear on a violation.
//!
//! Backwards from the violation: a step bears on it if its thread takes a
//! later step that does, if it writes what a later one uses, or if it creates
//! or is joined by whom it does. A lock carries no data by itself, so who held
//! it before is of no account.

use std::collections::{BTreeMap, BTreeSet};

use sim_io::{Breach, Freed, RecordedStep, Recording, Violation};

use super::{Detail, commits};

/// Which steps bear on a violation.
pub(super) struct Bearing<'a> {
    recording: &'a Recording,
    shown: usize,
    detail: Detail,
    /// The number of steps up to the violation, and with it.
    pub(super) end: usize,
    /// The number of steps until which each thread bears on it.
    until: BTreeMap<&'a str, usize>,
    /// Atomic words that one thread writes and another uses.
    contested: BTreeSet<&'a str>,
}

impl<'a> Bearing<'a> {
    pub(super) fn of(recording: &'a Recording, shown: usize, detail: Detail) -> Bearing<'a> {
        let mut bearing = Bearing {
            recording,
            shown,
            detail,
            end: recording.steps.len(),
            until: BTreeMap::new(),
            contested: contested(recording),
        };
        if let Some(violation) = bearing.violation() {
            let seen = recording.violated_at[shown];
            let by_step = recording.steps.get(seen).is_some_and(|step| commits(step, violation));
            bearing.end = seen + usize::from(by_step);
        }
        match detail {
            Detail::Matters => bearing.trace_back(),
            Detail::Everything => bearing.until = whole(recording, bearing.end),
        }
        bearing
    }

    /// The violation that the story is about.
    pub(super) fn violation(&self) -> Option<&'a Violation> {
        self.recording.violations.get(self.shown)
    }

    fn trace_back(&mut self) {
        self.until = self.seeds();
        let mut used = BTreeSet::new();
        for number in (0..self.end).rev() {
            let step = &self.recording.steps[number];
            let (thread, object) = (step.token.thread.as_str(), step.token.object.as_str());
            let gives = !only_reads(step) && used.contains(object);
            let begets = step.token.operation == "create" && self.until.contains_key(object);
            if !(gives || begets || self.reaches(thread, number + 1)) {
                continue;
            }
            self.until.entry(thread).or_insert(number + 1);
            if step.token.operation == "join" {
                self.until.entry(object).or_insert(number);
            }
            if !is_lock(step) {
                used.insert(object);
            }
        }
    }

    /// Who takes part in the violation itself, and until when.
    fn seeds(&self) -> BTreeMap<&'a str, usize> {
        let Some(violation) = self.violation() else { return whole(self.recording, self.end) };
        match violation.breach {
            Breach::Leak | Breach::NeverJoined | Breach::TooLong | Breach::Deadlock => {
                whole(self.recording, self.end)
            }
            _ => {
                let mut seeds = BTreeMap::from([(violation.thread.as_str(), self.end)]);
                self.add_users(violation, &mut seeds);
                seeds
            }
        }
    }

    /// Who else used, destroyed or freed what was broken.
    fn add_users(&self, violation: &Violation, seeds: &mut BTreeMap<&'a str, usize>) {
        for freed in &self.recording.freed {
            if freed.after_step <= self.end && holds(&freed.memory, &violation.object) {
                seeds.entry(&freed.thread).or_insert(freed.after_step);
            }
        }
        for (number, step) in self.recording.steps[..self.end].iter().enumerate().rev() {
            if step.token.object == violation.object {
                seeds.entry(&step.token.thread).or_insert(number + 1);
            }
        }
    }

    /// Whether what `thread` does as its step `number`, from 1, bears on the violation.
    pub(super) fn reaches(&self, thread: &str, number: usize) -> bool {
        self.until.get(thread).is_some_and(|until| number <= *until)
    }

    pub(super) fn shows_free(&self, freed: &Freed) -> bool {
        let matters = self.violation().is_some_and(|v| holds(&freed.memory, &v.object));
        freed.after_step <= self.end && (self.detail == Detail::Everything || matters)
    }

    /// The violation itself, and others on the way to it.
    pub(super) fn shows_violation(&self, index: usize) -> bool {
        let earlier = self.recording.violated_at[index] < self.end;
        index == self.shown || (earlier && index < self.shown)
    }

    pub(super) fn shows_step(&self, number: usize) -> bool {
        let step = &self.recording.steps[number];
        match self.detail {
            Detail::Everything => true,
            Detail::Matters => {
                self.reaches(&step.token.thread, number + 1)
                    && (self.is_broken_by(number) || self.is_telling(step))
            }
        }
    }

    fn is_broken_by(&self, number: usize) -> bool {
        let object = &self.recording.steps[number].token.object;
        self.violation().is_some_and(|violation| violation.object == *object)
    }

    /// Locks come in pairs around everything, and the main loop's queue is
    /// told by the events of its callbacks.
    fn is_telling(&self, step: &RecordedStep) -> bool {
        match step.token.operation.as_str() {
            "lock" | "unlock" | "poll" | "read" | "write" => false,
            "take" => step.token.object != super::text::MAIN_LOOP,
            "load" | "load-acquire" | "store" | "store-release" | "xchg" | "cmpxchg"
            | "fetch-add" => self.contested.contains(step.token.object.as_str()),
            _ => true,
        }
    }
}

/// Whether `object` is `memory`, or in it.
fn holds(memory: &str, object: &str) -> bool {
    object.strip_prefix(memory).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn whole(recording: &Recording, end: usize) -> BTreeMap<&str, usize> {
    recording.threads.iter().map(|thread| (thread.as_str(), end)).collect()
}

fn only_reads(step: &RecordedStep) -> bool {
    matches!(step.token.operation.as_str(), "load" | "load-acquire" | "read")
}

fn is_lock(step: &RecordedStep) -> bool {
    matches!(step.token.operation.as_str(), "lock" | "unlock")
}

fn contested(recording: &Recording) -> BTreeSet<&str> {
    let mut users: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for step in &recording.steps {
        let (writers, all) = users.entry(&step.token.object).or_default();
        all.insert(step.token.thread.as_str());
        if !only_reads(step) {
            writers.insert(&step.token.thread);
        }
    }
    let shared =
        users.into_iter().filter(|(_, (writers, all))| !writers.is_empty() && all.len() > 1);
    shared.map(|(object, _)| object).collect()
}
