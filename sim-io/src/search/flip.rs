//! The outcome of a schedule when two of its steps change places.
//!
//! A race is a pair of steps of different threads whose order matters and that could have
//! come the other way round: the later one needs nothing that comes of the earlier. To flip
//! it is to keep what comes before the pair, to run what the later step needs, then that
//! step, and then all else in the recorded order, as far as that can be: a thread that does
//! something else from there on does that in its turns.
//!
//! These are more pairs than those that Optimal-DPOR reverses, which leaves out a pair that
//! other pairs stand between: a search comes to it by reversing those first.

mod pairs;

use std::{cell::RefCell, rc::Rc};

use self::pairs::Along;
use super::{
    Program,
    replay::{Recording, Route, replay},
    token::Token,
};
use crate::engine::explore::{Execution, Notes};

/// Two steps of a schedule that could have come the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Race {
    /// The index of the earlier step.
    pub early: usize,
    /// The index of the later step; the number of steps for one that a thread still waits to take.
    pub late: usize,
    /// The thread of the later step.
    pub thread: String,
    /// The objects and blocks of memory that both use, by name.
    pub objects: Vec<String>,
    /// The threads of the steps that reverse the pair, from the first of the schedule on.
    order: Vec<u8>,
}

/// The races of a schedule of `program`, by its positions.
pub fn races(program: &Program, positions: &[u8], steps_max: usize) -> Vec<Race> {
    let found = Rc::new(RefCell::new(vec![]));
    let (positions, depth) = (positions.to_vec(), 0);
    let strategy = Box::new(Along { positions, depth, found: found.clone() });
    Execution::anew(program, steps_max, Notes::Steps).run(strategy, |_, _| ());
    found.take()
}

/// Runs a schedule that was recorded with the pair of `race` the other way round. Nothing if
/// it cannot be: the later step waits for what the earlier one leads to after all.
pub fn flip(
    program: &Program,
    recording: &Recording,
    race: &Race,
    steps_max: usize,
) -> Option<Recording> {
    let mut rest = recording.positions.clone();
    for step in &race.order {
        if let Some(at) = rest.iter().position(|other| other == step) {
            rest.remove(at);
        }
    }
    let order = race.order.iter().copied().chain(rest).collect();
    let flipped = replay(program, Route::Preferred(order), steps_max);
    let place = |token: &Token| flipped.steps.iter().position(|step| step.token == *token);
    let early = place(&recording.steps[race.early].token);
    let late = match recording.steps.get(race.late) {
        Some(step) => place(&step.token)?,
        None => nth_step(&flipped, &race.thread, steps_of(recording, &race.thread))?,
    };
    early.is_none_or(|early| late < early).then_some(flipped)
}

fn steps_of(recording: &Recording, thread: &str) -> usize {
    recording.steps.iter().filter(|step| step.token.thread == thread).count()
}

/// The index of the step of `thread` that comes after `before` others.
fn nth_step(recording: &Recording, thread: &str, before: usize) -> Option<usize> {
    let own = recording.steps.iter().enumerate();
    own.filter(|(_, step)| step.token.thread == thread).nth(before).map(|(index, _)| index)
}
