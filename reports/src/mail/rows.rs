//! The rows of the columns: the steps that a reader of a mail has to see.

use std::collections::BTreeSet;

use sim_io::{Breach, Race, Recording, Stand, Violation};

use super::{
    pairs::Pairs,
    steps::{object, short},
};
use crate::story::{Bearing, Detail, is_main_loop, is_of_end};

/// The most rows.
const MOST: usize = 24;

/// The rows that there are at least, if as many steps bear on it.
const FEW: usize = 8;

/// The most threads.
const THREADS: usize = 4;

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The number of steps before it, and its place among those with the same.
    at: (usize, u8),
    pub(super) thread: String,
    pub(super) text: String,
    pub(super) mark: Option<char>,
    weight: Weight,
}

/// The need for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// It is what happens.
    Needed,
    /// It is about what a wait or a pair is about.
    Related,
    /// It shows where its thread is.
    Around,
}

/// The rows that lead to the violation number `shown`.
pub(super) fn rows(recording: &Recording, shown: usize, pairs: &Pairs<'_>) -> Vec<Row> {
    let choice = Choice {
        recording,
        violation: &recording.violations[shown],
        shown,
        bearing: Bearing::of(recording, shown, Detail::Matters),
        pairs,
    };
    let mut rows = choice.needed();
    rows.extend(choice.around(choice.first(&rows)));
    rows.sort_by_key(|row| row.at);
    fit(rows)
}

struct Choice<'a> {
    recording: &'a Recording,
    violation: &'a Violation,
    shown: usize,
    bearing: Bearing<'a>,
    pairs: &'a Pairs<'a>,
}

impl Choice<'_> {
    /// The marked steps, what goes wrong from outside, what is freed, and how it ends.
    fn needed(&self) -> Vec<Row> {
        let steps = self.pairs.steps();
        let taken = steps.into_iter().filter(|at| *at < self.recording.steps.len());
        let mut rows: Vec<Row> = taken.map(|at| self.step(at, Weight::Needed)).collect();
        for mishap in &self.recording.mishaps {
            if self.bearing.reaches(&mishap.thread, mishap.after_step) {
                let at = (mishap.after_step, 0);
                rows.push(needed(at, &mishap.thread, self.shorter(&mishap.what)));
            }
        }
        for freed in &self.recording.freed {
            if self.bearing.shows_free(freed) {
                let text = format!("free({})", object(&freed.memory));
                rows.push(needed((freed.after_step, 1), &freed.thread, text));
            }
        }
        rows.extend(self.rivals());
        rows.extend(self.exits());
        rows.extend(self.last());
        rows
    }

    /// The uses of the broken object by other threads, where no step says it.
    fn rivals(&self) -> Vec<Row> {
        let name = &self.violation.object;
        let at_it = self.pairs.all().filter(|race| race.objects.contains(name));
        let steps = |race: &Race| self.recording.steps.get(race.early);
        let hidden =
            at_it.filter(|race| steps(race).is_some_and(|step| step.token.object != *name));
        hidden
            .filter_map(|race| {
                let thread = &steps(race)?.token.thread;
                let text = format!("uses {}", object(name));
                (*thread != self.violation.thread).then(|| needed((race.early, 6), thread, text))
            })
            .collect()
    }

    /// The step from which on others are shown: where it begins, or a few before the end if
    /// that is all there is.
    fn first(&self, needed: &[Row]) -> usize {
        let begins = needed.iter().map(|row| row.at.0).min().unwrap_or(0);
        let shown = (0..self.bearing.end).rev().filter(|at| self.bearing.shows_step(*at));
        let few = shown.take(FEW).last().unwrap_or(0);
        if begins > few { few } else { begins }
    }

    /// Names of sockets are shorter without what they are.
    fn shorter(&self, what: &str) -> String {
        what.replace("write to socket[", "write to channel ").replacen("] ", " ", 1)
    }

    /// Threads that have ended, and that something waits for.
    fn exits(&self) -> Vec<Row> {
        let ended = |stand: &Stand| matches!(stand, Stand::Ended(_));
        let gone = self.violation.fates.iter().filter(|fate| ended(&fate.stand));
        let last = |thread: &str| {
            self.recording.steps.iter().rposition(|step| step.token.thread == thread)
        };
        gone.filter_map(|fate| Some(needed((last(&fate.thread)?, 9), &fate.thread, "exits".into())))
            .collect()
    }

    /// The rows of the end.
    fn last(&self) -> Vec<Row> {
        let end = self.recording.steps.len();
        if self.violation.breach == Breach::Deadlock {
            let waiting = self.violation.detail.split("; ").filter_map(|sentence| {
                let (thread, words) = sentence.split_once(' ')?;
                let idle = (thread == self.violation.thread).then(|| "waits, for ever".into());
                let mut row = needed((end, 2), thread, wait(words).or(idle)?);
                let marked = self.pairs.waiting(self.recording) == Some(thread);
                row.mark = marked.then(|| self.pairs.mark(end)).flatten();
                Some(row)
            });
            return waiting.collect();
        }
        if self.violation.thread.is_empty() {
            return vec![];
        }
        let at = match is_of_end(self.violation) {
            true => end,
            false => self.recording.violated_at[self.shown],
        };
        vec![needed((at, 8), &self.violation.thread, broken(self.violation))]
    }

    /// Steps that show where the threads are, from step `first` on.
    fn around(&self, first: usize) -> Vec<Row> {
        let about: BTreeSet<&str> =
            self.pairs.objects().chain([self.violation.object.as_str()]).collect();
        let steps = &self.recording.steps;
        let shown = (first..self.bearing.end).filter(|at| {
            let wanted = !self.pairs.marked.contains(at) && self.bearing.shows_step(*at);
            wanted && !is_main_loop(&steps[*at].token.object)
        });
        let weight = |at: usize| match about.contains(steps[at].token.object.as_str()) {
            true => Weight::Related,
            false => Weight::Around,
        };
        shown.map(|at| self.step(at, weight(at))).collect()
    }

    fn step(&self, at: usize, weight: Weight) -> Row {
        let step = &self.recording.steps[at];
        let (thread, text) = (step.token.thread.clone(), short(step));
        Row { at: (at, 5), thread, text, mark: self.pairs.mark(at), weight }
    }
}

fn needed(at: (usize, u8), thread: &str, text: String) -> Row {
    Row { at, thread: thread.into(), text, mark: None, weight: Weight::Needed }
}

/// `waits for x` as it stands in a column; nothing for a main loop that is idle.
fn wait(words: &str) -> Option<String> {
    let (verb, rest) = words.split_once(' ')?;
    match verb {
        "waits" => Some(format!("wait({}), for ever", object(rest.strip_prefix("for ")?))),
        "joins" => Some(format!("joins {rest}, for ever")),
        "locks" => {
            let (lock, holder) = rest.split_once(", ")?;
            Some(format!("lock({}), {holder}, for ever", object(lock)))
        }
        _ => None,
    }
}

fn broken(violation: &Violation) -> String {
    let name = object(&violation.object);
    match &violation.breach {
        Breach::Rule(_) => format!("! {}", violation.detail),
        Breach::Assertion(what) => format!("! assert({what})"),
        breach => format!("! {breach}: {name}"),
    }
}

/// The rows, and threads, that a reader takes in: those that are needed, and of the
/// others those nearest to them.
fn fit(mut rows: Vec<Row>) -> Vec<Row> {
    let needed: BTreeSet<String> = needed_rows(&rows).map(|row| row.thread.clone()).collect();
    let threads: BTreeSet<&str> = rows.iter().map(|row| row.thread.as_str()).collect();
    if threads.len() > THREADS {
        rows.retain(|row| needed.contains(&row.thread));
    }
    let anchors: Vec<usize> = needed_rows(&rows).map(|row| row.at.0).collect();
    let far = |row: &Row| anchors.iter().map(|at| at.abs_diff(row.at.0)).min().unwrap_or(0);
    while rows.len() > MOST {
        let least = rows.iter().enumerate().max_by_key(|(_, row)| (row.weight, far(row)));
        match least {
            Some((index, row)) if row.weight != Weight::Needed => rows.remove(index),
            _ => return rows,
        };
    }
    rows
}

fn needed_rows(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.weight == Weight::Needed)
}
