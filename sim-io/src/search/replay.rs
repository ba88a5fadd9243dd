//! Runs one schedule again, and writes down everything that happens.

use std::{cell::RefCell, rc::Rc};

use super::{
    Program,
    strategy::{Coverage, Strategy, contains},
    token::{Token, Tokens},
};
use crate::{
    engine::explore::{Execution, Notes},
    machine::{End, Freed, Machine},
    object::{ThreadId, ThreadSet},
    trace::{self, Event},
    violation::Violation,
};

/// A schedule to run again.
#[derive(Clone, Debug)]
pub enum Route {
    /// By position: the thread that takes each step.
    Positions(Vec<u8>),
    /// By meaning: what each step was. Steps that are new to the program are
    /// taken where they stand, steps that are gone are left out.
    Meaning(Vec<Token>),
}

/// Where a program stopped following its route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step, from 1.
    pub step: usize,
    /// The step that the route asks for.
    pub expected: String,
    /// Why it could not be taken.
    pub reason: String,
}

/// A step, as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedStep {
    /// The step by its meaning.
    pub token: Token,
    /// The QEMU function that it was taken in.
    pub function: &'static str,
    /// What it returned.
    pub result: u64,
    /// The value that it stored or compared with.
    pub argument: u64,
    /// Whether another thread was taken off the processor for it.
    pub preemption: bool,
}

/// One execution, written down.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Every step.
    pub steps: Vec<RecordedStep>,
    /// QEMU's trace events, each with the number of steps before it.
    pub events: Vec<Event>,
    /// What was broken.
    pub violations: Vec<Violation>,
    /// The number of steps before each of these was seen.
    pub violated_at: Vec<usize>,
    /// The memory that was given back.
    pub freed: Vec<Freed>,
    /// The thread that took each step, as a position.
    pub positions: Vec<u8>,
    /// Every thread that was declared, in order.
    pub threads: Vec<String>,
    /// What the program reported.
    pub outcome: Option<String>,
    /// How the execution ended.
    pub end: End,
    /// Where the program left the route, if it did.
    pub divergence: Option<Divergence>,
}

/// Runs `program` along `route`, and on by itself where the route ends.
pub fn replay(program: &Program, route: Route, steps_max: usize) -> Recording {
    let notes = Rc::new(RefCell::new(Notebook::default()));
    let strategy =
        Box::new(Follow { route, position: 0, tokens: Tokens::default(), notes: notes.clone() });
    let mut recording = None;
    let (events, _) = trace::collect(|| {
        let mut execution = Execution { program, steps_max, notes: Notes::Steps };
        execution.run(strategy, |machine, end| recording = Some(read(machine, end)))
    });
    let mut recording = recording.expect("an execution ends");
    let notes = notes.take();
    recording.events = events;
    recording.divergence = notes.divergence;
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
        positions: machine.schedule.clone(),
        threads: (0..machine.thread_count())
            .map(|id| machine.thread_name(ThreadId(id as u8)))
            .collect(),
        outcome: machine.outcome.take(),
        end,
        divergence: None,
    }
}

#[derive(Default)]
struct Notebook {
    divergence: Option<Divergence>,
    preemptions: Vec<bool>,
}

/// Follows a route as far as it goes.
struct Follow {
    route: Route,
    position: usize,
    tokens: Tokens,
    notes: Rc<RefCell<Notebook>>,
}

impl Follow {
    /// Who takes the next step of the route; `None` where it has ended.
    fn wanted(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
    ) -> Option<Result<ThreadId, Divergence>> {
        match &self.route {
            Route::Positions(positions) => {
                let thread = ThreadId(*positions.get(self.position)?);
                self.position += 1;
                Some(if contains(enabled, thread) {
                    Ok(thread)
                } else {
                    Err(self.lost(machine, describe(machine, thread), "it cannot run now"))
                })
            }
            Route::Meaning(_) => self.wanted_by_meaning(machine, enabled),
        }
    }

    fn wanted_by_meaning(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
    ) -> Option<Result<ThreadId, Divergence>> {
        let Route::Meaning(route) = &self.route else { return None };
        let token = route.get(self.position)?.clone();
        let named = |id: &u8| machine.thread_name(ThreadId(*id)) == token.thread;
        let Some(thread) = (0..machine.thread_count() as u8).find(named).map(ThreadId) else {
            return Some(Err(self.lost(machine, token.to_string(), "there is no such thread")));
        };
        let Some(operation) = machine.announced(thread) else {
            // It ended, or was never created: what it did is gone from the program.
            return self.skip_or_lose(machine, enabled, &token);
        };
        let next = self.tokens.next(machine, thread, operation);
        if next != token && route[self.position..].contains(&next) {
            // The step that the route asks for is gone from the program.
            self.position += 1;
            return self.wanted_by_meaning(machine, enabled);
        }
        if !contains(enabled, thread) {
            return Some(Err(self.lost(machine, token.to_string(), "it cannot run now")));
        }
        if next == token {
            self.position += 1;
        }
        Some(Ok(thread))
    }

    fn skip_or_lose(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        token: &Token,
    ) -> Option<Result<ThreadId, Divergence>> {
        let ended = machine.thread_ended(&token.thread);
        if ended {
            self.position += 1;
            return self.wanted_by_meaning(machine, enabled);
        }
        Some(Err(self.lost(machine, token.to_string(), "the thread does not exist yet")))
    }

    fn lost(&self, machine: &Machine, expected: String, reason: &str) -> Divergence {
        Divergence { step: machine.schedule.len() + 1, expected, reason: reason.to_string() }
    }
}

fn describe(machine: &Machine, thread: ThreadId) -> String {
    if usize::from(thread.0) >= machine.thread_count() {
        return format!("a step of thread {}", thread.0);
    }
    let name = machine.thread_name(thread);
    match machine.announced(thread) {
        None => format!("a step of {name}"),
        Some(operation) => {
            format!("{name} {} {}", operation.kind.name(), machine.operand_name(operation))
        }
    }
}

impl Strategy for Follow {
    fn begin(&mut self) -> bool {
        true
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let lost = self.notes.borrow().divergence.is_some();
        let wanted = if lost { None } else { self.wanted(machine, enabled) };
        let stay = if contains(enabled, current) {
            current
        } else {
            ThreadId(enabled.trailing_zeros() as u8)
        };
        let chosen = match wanted {
            Some(Ok(thread)) => thread,
            Some(Err(divergence)) => {
                self.notes.borrow_mut().divergence = Some(divergence);
                stay
            }
            None => stay,
        };
        if let Some(operation) = machine.announced(chosen) {
            self.tokens.taken(chosen, operation);
        }
        let preemption = chosen != current && contains(enabled, current);
        self.notes.borrow_mut().preemptions.push(preemption);
        Some(chosen)
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
