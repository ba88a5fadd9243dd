//! The steps that bear on a violation.
//!
//! Backwards from the violation: a step bears on it if its thread takes a
//! later step that does, if it writes what a later one uses, or if it creates
//! or is joined by a thread that does. A lock carries no data by itself, so its earlier
//! holders are of no account.

use std::collections::{BTreeMap, BTreeSet};

use sim_io::{Breach, Freed, RecordedStep, Recording, Violation};

use super::{Detail, text};

/// The steps that bear on a violation.
pub(crate) struct Bearing<'a> {
    recording: &'a Recording,
    shown: usize,
    detail: Detail,
    /// The number of steps up to the violation, and with it.
    pub(crate) end: usize,
    /// The number of steps until which each thread bears on it.
    until: BTreeMap<&'a str, usize>,
    /// Uses of atomic words in which one thread learns of another, or just misses it.
    meetings: BTreeSet<usize>,
}

impl<'a> Bearing<'a> {
    pub(crate) fn of(recording: &'a Recording, shown: usize, detail: Detail) -> Bearing<'a> {
        let mut bearing = Bearing {
            recording,
            shown,
            detail,
            end: recording.steps.len(),
            until: BTreeMap::new(),
            meetings: meetings(recording),
        };
        if bearing.violation().is_some() {
            bearing.end = recording.violated_at[shown] + usize::from(bearing.is_in_step(shown));
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

    /// Returns true if a violation was seen in a step, rather than between two.
    pub(super) fn is_in_step(&self, index: usize) -> bool {
        let (violation, seen) =
            (&self.recording.violations[index], self.recording.violated_at[index]);
        let commits = |step: &RecordedStep| {
            step.token.thread == violation.thread && step.token.object == violation.object
        };
        self.recording.steps.get(seen).is_some_and(commits)
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

    /// The threads that take part in the violation itself, and until when.
    fn seeds(&self) -> BTreeMap<&'a str, usize> {
        let Some(violation) = self.violation() else { return whole(self.recording, self.end) };
        if text::is_of_end(violation) {
            return whole(self.recording, self.end);
        }
        let mut seeds = BTreeMap::from([(violation.thread.as_str(), self.end)]);
        self.add_users(violation, &mut seeds);
        seeds
    }

    /// Adds the other threads that used, destroyed or freed what was broken.
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

    /// Returns true if what `thread` does at step `number`, from 1, bears on the violation.
    pub(crate) fn reaches(&self, thread: &str, number: usize) -> bool {
        self.until.get(thread).is_some_and(|until| number <= *until)
    }

    pub(crate) fn shows_free(&self, freed: &Freed) -> bool {
        let matters = self.violation().is_some_and(|v| holds(&freed.memory, &v.object));
        freed.after_step <= self.end && (self.detail == Detail::Everything || matters)
    }

    /// The violation itself, and on the way to it the first of each thread.
    pub(super) fn shows_violation(&self, index: usize) -> bool {
        let violations = &self.recording.violations;
        let thread = &violations[index].thread;
        let is_first = violations[..index].iter().all(|before| before.thread != *thread);
        index == self.shown || (is_first && index < self.shown)
    }

    pub(crate) fn shows_step(&self, number: usize) -> bool {
        let step = &self.recording.steps[number];
        match self.detail {
            Detail::Everything => true,
            Detail::Matters => {
                self.reaches(&step.token.thread, number + 1)
                    && (self.is_broken_by(number)
                        || self.is_telling(number)
                        || self.is_in_loop(number))
            }
        }
    }

    /// Returns true if a livelock does it over and over.
    fn is_in_loop(&self, number: usize) -> bool {
        let livelock =
            self.violation().is_some_and(|violation| violation.breach == Breach::Livelock);
        livelock && self.recording.loop_begins.is_some_and(|begins| begins <= number)
    }

    fn is_broken_by(&self, number: usize) -> bool {
        let object = &self.recording.steps[number].token.object;
        self.violation().is_some_and(|violation| violation.object == *object)
    }

    /// Locks come in pairs around everything, what is destroyed is told where
    /// it is broken, and the main loop's queue by the events of its callbacks.
    fn is_telling(&self, number: usize) -> bool {
        let step = &self.recording.steps[number];
        match step.token.operation.as_str() {
            "lock" | "unlock" | "poll" | "read" | "write" | "sem-destroy" | "mutex-destroy" => {
                false
            }
            "take" => !text::is_main_loop(&step.token.object),
            "load" | "load-acquire" | "store" | "store-release" | "xchg" | "cmpxchg"
            | "fetch-add" => self.meetings.contains(&number),
            _ => true,
        }
    }
}

/// Returns true if `object` is `memory`, or in it.
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

/// The steps between which and a write by another thread no other thread used the
/// word, except to read it.
fn meetings(recording: &Recording) -> BTreeSet<usize> {
    let mut uses: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, step) in recording.steps.iter().enumerate() {
        uses.entry(&step.token.object).or_default().push(number);
    }
    let mut meetings = BTreeSet::new();
    for numbers in uses.values() {
        for (index, &number) in numbers.iter().enumerate() {
            let before = numbers[..index].iter().rev().copied();
            let after = numbers[index + 1..].iter().copied();
            if meets(recording, number, before) || meets(recording, number, after) {
                meetings.insert(number);
            }
        }
    }
    meetings
}

/// Returns true if the first of `others` that is not another's read is another thread's write.
fn meets(recording: &Recording, number: usize, mut others: impl Iterator<Item = usize>) -> bool {
    let step = |number: usize| &recording.steps[number];
    let mine = |other: usize| step(other).token.thread == step(number).token.thread;
    let decisive = others.find(|&other| mine(other) || !only_reads(step(other)));
    decisive.is_some_and(|other| !mine(other))
}
