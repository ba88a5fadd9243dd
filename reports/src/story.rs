//! A recording as a story: which of its steps a reader has to see.

mod bearing;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use sim_io::{Breach, RecordedStep, Recording, Violation};

pub(crate) use self::{
    bearing::Bearing,
    text::{is_main_loop, is_of_end, of_step},
};

/// The detail of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The rows that matter to the violation.
    Matters,
    /// Everything up to the violation.
    Everything,
}

/// The kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A step.
    Step,
    /// A trace event of QEMU.
    Event,
    /// Something goes wrong from outside.
    Mishap,
    /// Memory is given back.
    Free,
    /// Something is broken, or waits for ever.
    Broken,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The step, from 1.
    pub(crate) step: usize,
    /// The thread, as an index of the lanes.
    pub(crate) lane: usize,
    pub(crate) sign: Sign,
    /// The thread that was taken off the processor for this one, if any was.
    pub(crate) turn: Option<String>,
    pub(crate) text: String,
    /// The number of times that this happened in a row.
    pub(crate) times: usize,
}

/// A thread that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lane {
    pub(crate) name: String,
    /// The steps before and after which it does not exist.
    pub(crate) life: (usize, usize),
}

/// The place at which a violation was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// Between two steps.
    Between,
    /// In a step, which was its cause.
    InStep,
}

/// The story as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Story {
    pub(crate) lanes: Vec<Lane>,
    pub(crate) rows: Vec<Row>,
    /// The steps up to the violation, and how many of them no row tells.
    pub(crate) steps: usize,
    pub(crate) left_out: usize,
}

/// Tells how `recording` comes to its violation number `shown`, from 0, and
/// no further: what follows happens to a process that is broken.
pub(crate) fn tell(recording: &Recording, shown: usize, detail: Detail) -> Story {
    let story = tell_as(recording, shown, detail);
    // Where nothing but the violation matters, what comes before it at least says when it is.
    match story.rows.len() {
        0 | 1 => tell_as(recording, shown, Detail::Everything),
        _ => story,
    }
}

fn tell_as(recording: &Recording, shown: usize, detail: Detail) -> Story {
    let bearing = Bearing::of(recording, shown, detail);
    let mut teller =
        Teller { recording, bearing, rows: vec![], turns: BTreeMap::new(), told: BTreeMap::new() };
    (0..=teller.bearing.end).for_each(|step| teller.moment(step));
    teller.last_words();
    let told: usize = teller.rows.iter().filter(|row| row.1.sign == Sign::Step).count();
    let steps = teller.bearing.end;
    let folded = fold(teller.rows);
    let lanes = lanes(recording, &folded, steps);
    let rows = folded.into_iter().map(|(thread, row)| Row { lane: index(&lanes, &thread), ..row });
    Story { rows: rows.collect(), steps, left_out: steps.saturating_sub(told), lanes }
}

impl Story {
    /// A sentence for each turn of the story: the thread that goes on, and where the
    /// thread that was taken off stands until when.
    pub(crate) fn turns(&self) -> Vec<String> {
        let turn = |(index, row): (usize, &Row)| {
            let off = row.turn.as_ref()?;
            let (step, on) = (row.step, &self.lanes[row.lane].name);
            let mut later = self.rows[index..].iter();
            let next =
                later.find(|row| self.lanes[row.lane].name == *off && row.sign == Sign::Step);
            let waits = match next {
                Some(next) => format!("its `{}` comes only in step {}", next.text, next.step),
                None => "it takes no further part".into(),
            };
            Some(format!("step {step}: {on} runs although {off} could go on; {waits}"))
        };
        self.rows.iter().enumerate().filter_map(turn).collect()
    }
}

fn index(lanes: &[Lane], thread: &str) -> usize {
    lanes.iter().position(|lane| lane.name == thread).expect("a row has a lane")
}

struct Teller<'a> {
    recording: &'a Recording,
    bearing: Bearing<'a>,
    /// Each row, and its thread.
    rows: Vec<(String, Row)>,
    /// Threads for which this other was taken off, and no row has said so yet.
    turns: BTreeMap<&'a str, &'a str>,
    /// The function that the last row of a thread named.
    told: BTreeMap<&'a str, &'a str>,
}

impl<'a> Teller<'a> {
    /// Tells the moment between two steps, and the step after it.
    fn moment(&mut self, step: usize) {
        for freed in self.recording.freed.iter().filter(|freed| freed.after_step == step) {
            if self.bearing.shows_free(freed) {
                let prefix = self.function(&freed.thread, freed.function);
                self.row(
                    step,
                    &freed.thread,
                    Sign::Free,
                    format!("{prefix}g_free({})", freed.memory),
                );
            }
        }
        for mishap in self.recording.mishaps.iter().filter(|mishap| mishap.after_step == step) {
            if self.bearing.reaches(&mishap.thread, step) {
                self.row(step, &mishap.thread, Sign::Mishap, mishap.what.clone());
            }
        }
        for event in self.recording.events.iter().filter(|event| event.after_step == step) {
            if self.bearing.reaches(&event.thread, step) {
                let text = format!("{} {}", event.name, event.arguments);
                self.row(step, &event.thread, Sign::Event, text.trim_end().to_string());
            }
        }
        self.violations(step, Seen::Between);
        self.loop_begins(step);
        if step < self.bearing.end {
            self.step(step);
        }
        self.violations(step, Seen::InStep);
    }

    /// Tells the beginning of a livelock's loop.
    fn loop_begins(&mut self, step: usize) {
        let Some(violation) = self.bearing.violation() else { return };
        if violation.breach == Breach::Livelock && self.recording.loop_begins == Some(step) {
            let text = "THE LOOP BEGINS HERE: at its end, all is as it is now".to_string();
            self.row(step, &violation.thread, Sign::Broken, text);
        }
    }

    fn step(&mut self, number: usize) {
        let steps = &self.recording.steps;
        let step = &steps[number];
        if step.preemption && self.bearing.reaches(&step.token.thread, number + 1) {
            self.turns.insert(&step.token.thread, &steps[number - 1].token.thread);
        }
        if self.bearing.shows_step(number) {
            let prefix = self.function(&step.token.thread, step.function);
            let text = format!("{prefix}{}", text::of_step(step));
            self.row(number + 1, &step.token.thread, Sign::Step, text);
        }
    }

    /// The violations that were seen after so many steps.
    fn violations(&mut self, step: usize, where_seen: Seen) {
        let recording = self.recording;
        for (index, violation) in recording.violations.iter().enumerate() {
            let by_step = self.bearing.is_in_step(index);
            let here = match where_seen {
                Seen::InStep => by_step,
                Seen::Between => !by_step && !text::is_of_end(violation),
            };
            if here && recording.violated_at[index] == step && self.bearing.shows_violation(index) {
                let number = step + usize::from(by_step);
                self.row(number, &violation.thread, Sign::Broken, broken(violation));
            }
        }
    }

    /// Tells the waits of threads, or what is left, when no thread can go on.
    fn last_words(&mut self) {
        let end = self.recording.steps.len();
        let Some(violation) = self.bearing.violation() else { return };
        if !text::is_of_end(violation) {
            return;
        }
        for (thread, words) in text::of_end(violation, &self.recording.threads) {
            self.row(end, &thread, Sign::Broken, words);
        }
    }

    /// The function, unless the thread's last row had the same.
    fn function(&mut self, thread: &'a str, function: &'a str) -> String {
        match self.told.insert(thread, function) {
            Some(before) if before == function => String::new(),
            _ if function.is_empty() => String::new(),
            _ => format!("{function}: "),
        }
    }

    fn row(&mut self, step: usize, thread: &str, sign: Sign, text: String) {
        let turn = self.turns.remove(thread).map(str::to_string);
        self.rows.push((thread.to_string(), Row { step, lane: 0, sign, turn, text, times: 1 }));
    }
}

fn broken(violation: &Violation) -> String {
    let breach = violation.breach.to_string();
    let (kind, what) = breach.split_once(": ").unwrap_or((&breach, ""));
    let what = if what.is_empty() { String::new() } else { format!(" {what},") };
    let mut text = format!("{}:{what} {}", kind.to_uppercase(), violation.object);
    if !violation.detail.is_empty() {
        text += &format!(", {}", violation.detail);
    }
    text
}

fn fold(rows: Vec<(String, Row)>) -> Vec<(String, Row)> {
    let mut folded: Vec<(String, Row)> = vec![];
    for (thread, row) in rows {
        match folded.last_mut() {
            Some((last, before))
                if *last == thread && before.text == row.text && row.turn.is_none() =>
            {
                before.times += 1;
            }
            _ => folded.push((thread, row)),
        }
    }
    folded
}

/// The threads of the rows, in the order of their creation.
fn lanes(recording: &Recording, rows: &[(String, Row)], end: usize) -> Vec<Lane> {
    let shown: BTreeSet<&str> = rows.iter().map(|(thread, _)| thread.as_str()).collect();
    let mut lanes: Vec<Lane> = shown
        .into_iter()
        .map(|name| Lane { name: name.to_string(), life: life(recording, name, end) })
        .collect();
    let declared = |name: &String| recording.threads.iter().position(|thread| thread == name);
    lanes.sort_by_key(|lane| (lane.life.0, declared(&lane.name)));
    lanes
}

fn life(recording: &Recording, thread: &str, end: usize) -> (usize, usize) {
    let creates =
        |step: &RecordedStep| step.token.operation == "create" && step.token.object == thread;
    let born = recording.steps.iter().position(creates).map_or(0, |step| step + 1);
    let last = recording.steps.iter().rposition(|step| step.token.thread == thread);
    let waits = recording.steps.len() == end
        && recording.violations.iter().any(|violation| violation.detail.contains(thread));
    (born, if waits { end } else { last.map_or(born, |step| step + 1) })
}
