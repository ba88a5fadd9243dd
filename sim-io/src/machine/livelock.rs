//! A livelock, in words.

use super::Machine;
use crate::{object::ThreadId, violation::Breach};

/// The most steps of a loop that are named.
const NAMED: usize = 8;

impl Machine {
    /// The last `length` steps led back to the state that they began in, and
    /// every thread took one of them or could not somewhere.
    ///
    /// The machine must write down its steps.
    pub(crate) fn livelock(&mut self, length: usize) {
        if !self.goes_on() {
            return;
        }
        let steps = self.steps.as_ref().expect("who looks for livelocks writes down steps");
        let first = steps.len() - length;
        let turn = &steps[first..];
        let busy = |thread: u8| turn.iter().filter(|step| step.thread.0 == thread).count();
        // The first of those that took the most.
        let spinner = (0..self.threads.len() as u8).rev().max_by_key(|thread| busy(*thread));
        let spinner = ThreadId(spinner.expect("there is a thread"));
        let step = turn.iter().find(|step| step.thread == spinner).expect("a loop has steps");
        let (function, object) = (step.function, self.operand_name(step.operation));
        let numbers = match length {
            1 => format!("step {}", steps.len()),
            _ => format!("steps {} to {}", first + 1, steps.len()),
        };
        let detail = format!("{numbers} over and over: {}", self.named(first));
        self.violate_in(spinner, function, Breach::Livelock, object, detail);
    }

    /// Each step from `first` on, once.
    fn named(&self, first: usize) -> String {
        let mut names: Vec<String> = vec![];
        for step in self.steps.iter().flatten().skip(first) {
            let thread = self.threads[usize::from(step.thread.0)].name;
            let what = step.operation.kind.name();
            let name = format!("{thread} {what} {}", self.operand_name(step.operation));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        names.join(", ") + &more
    }
}
