//! Runs one schedule again, and writes down everything that happens.

mod follow;
mod watch;

use std::{cell::RefCell, rc::Rc};

use self::{follow::Follow, watch::Watch};
use super::{
    Program,
    token::{Token, Tokens},
};
use crate::{
    engine::explore::{Execution, Notes},
    machine::{End, Freed, Machine},
    mishap::Mishap,
    object::ThreadId,
    trace::{self, Event},
    violation::Violation,
    word::value_name,
};

/// A schedule to run again.
#[derive(Clone, Debug)]
pub enum Route {
    /// The positions: the thread that takes each step.
    Positions(Vec<u8>),
    /// The meanings: what each step was. Steps that are new to the program are
    /// taken where they stand, steps that are gone are left out.
    Meaning(Vec<Token>),
    /// A preference: the first of these threads that can run takes the next step, and its
    /// place is struck out.
    Preferred(Vec<u8>),
}

/// The point where a program stopped following its route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step, from 1.
    pub step: usize,
    /// The step that the route asks for.
    pub expected: String,
    /// The reason why it could not be taken.
    pub reason: String,
}

/// A step, as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedStep {
    /// The step by its meaning.
    pub token: Token,
    /// The QEMU function that it was taken in.
    pub function: &'static str,
    /// The value that it returned.
    pub result: u64,
    /// The value that it stored or compared with.
    pub argument: u64,
    /// The new value of a compare-and-exchange.
    pub second: u64,
    /// The names of these values (see [`crate::Word::NAMES`]).
    pub names: &'static [&'static str],
    /// True if another thread was taken off the processor for it.
    pub preemption: bool,
}

/// One execution, written down.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Every step.
    pub steps: Vec<RecordedStep>,
    /// QEMU's trace events, each with the number of steps before it.
    pub events: Vec<Event>,
    /// The violations seen.
    pub violations: Vec<Violation>,
    /// The number of steps before each of these was seen.
    pub violated_at: Vec<usize>,
    /// The memory that was given back.
    pub freed: Vec<Freed>,
    /// The mishaps that came from outside.
    pub mishaps: Vec<Mishap>,
    /// The thread that took each step, as a position.
    pub positions: Vec<u8>,
    /// Every thread that was declared, in order.
    pub threads: Vec<String>,
    /// The outcome that the program reported.
    pub outcome: Option<String>,
    /// The end of the execution.
    pub end: End,
    /// The number of steps before the cycle, if it ended in a livelock.
    pub loop_begins: Option<usize>,
    /// The point where the program left the route, if it did.
    pub divergence: Option<Divergence>,
}

impl Recording {
    /// The value of `object` that `word` stands for, by its name if it has one.
    pub fn value(&self, object: &str, word: u64) -> String {
        let step = self.steps.iter().find(|step| step.token.object == object);
        value_name(step.map_or(&[], |step| step.names), word)
    }
}

impl RecordedStep {
    /// Returns true if it is an atomic access that stored a value.
    pub fn stores(&self) -> bool {
        match self.token.operation.as_str() {
            "store" | "store-release" | "xchg" | "fetch-add" => true,
            "cmpxchg" => self.result == self.argument,
            _ => false,
        }
    }

    /// The value of its object that `word` stands for, by its name if it has one.
    pub fn value(&self, word: u64) -> String {
        value_name(self.names, word)
    }
}

/// Runs `program` along `route`, and on by itself where the route ends.
pub fn replay(program: &Program, route: Route, steps_max: usize) -> Recording {
    record(program, route, steps_max, None)
}

/// Runs `program` along a route that leads into a livelock: the execution ends where
/// the route does, or after it as soon as a state has come back.
pub fn replay_livelock(program: &Program, route: Route, steps_max: usize) -> Recording {
    record(program, route, steps_max, Some(Watch::default()))
}

fn record(program: &Program, route: Route, steps_max: usize, watch: Option<Watch>) -> Recording {
    let notes = Rc::new(RefCell::new(Notebook::default()));
    let tokens = Tokens::default();
    let strategy = Box::new(Follow { route, position: 0, tokens, watch, notes: notes.clone() });
    let mut recording = None;
    let (events, _) = trace::collect(|| {
        let mut execution = Execution::anew(program, steps_max, Notes::Steps);
        execution.run(strategy, |machine, end| recording = Some(read(machine, end)))
    });
    let mut recording = recording.expect("an execution ends");
    let notes = notes.take();
    recording.events = events;
    recording.divergence = notes.divergence;
    recording.loop_begins = notes.livelock.map(|length| recording.steps.len() - length);
    for (step, preemption) in recording.steps.iter_mut().zip(notes.preemptions) {
        step.preemption = preemption;
    }
    recording
}

fn read(machine: &mut Machine, end: End) -> Recording {
    let mut tokens = Tokens::default();
    let steps = machine.steps.take().unwrap_or_default();
    let recorded = steps.iter().map(|step| {
        let token = tokens.next(machine, step.thread, step.operation);
        tokens.taken(step.thread, step.operation);
        RecordedStep {
            token,
            function: step.function,
            result: step.result,
            argument: step.operation.argument,
            second: step.operation.second,
            names: machine.value_names(step.operation.object),
            preemption: false,
        }
    });
    let steps = recorded.collect();
    let mut violated_at = std::mem::take(&mut machine.violated_at);
    violated_at.resize(machine.violations.len(), machine.schedule.len());
    Recording {
        steps,
        events: vec![],
        violations: std::mem::take(&mut machine.violations),
        violated_at,
        freed: machine.freed.take().unwrap_or_default(),
        mishaps: machine.mishaps.take().unwrap_or_default(),
        positions: machine.schedule.clone(),
        threads: (0..machine.thread_count())
            .map(|id| machine.thread_name(ThreadId(id as u8)))
            .collect(),
        outcome: machine.outcome.take(),
        end,
        loop_begins: None,
        divergence: None,
    }
}

#[derive(Default)]
struct Notebook {
    divergence: Option<Divergence>,
    preemptions: Vec<bool>,
    /// The length of the cycle at the end.
    livelock: Option<usize>,
}
