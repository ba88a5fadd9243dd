//! The trace events and outcomes of a search's schedules while they run.

use super::{Collector, Observation, Program, Search, Verdict};
use crate::{
    engine::explore::{Execution, Notes},
    machine::{End, Machine},
    trace::{self, Event},
};

/// The record of one schedule.
#[derive(Clone, Debug)]
pub struct Heard {
    /// QEMU's trace events.
    pub events: Vec<Event>,
    /// The outcome that the program reported.
    pub outcome: Option<String>,
    /// The end of the execution.
    pub end: End,
}

impl Search {
    /// Runs the search under `explore` on one processor, whatever it says itself, and
    /// lets `hear` have what each schedule said that came to an end.
    ///
    /// A search by states runs no schedule as a whole: those that it cut are not heard.
    pub fn heard(&self, program: &Program, hear: &mut dyn FnMut(Heard)) -> Verdict {
        let mut collector = Collector::new(self);
        let mut strategy = match self.strategy.build(self.seed) {
            Ok(strategy) => strategy,
            Err(reason) => return collector.refuse(reason),
        };
        let mut execution = Execution::anew(program, self.steps_max, Notes::None);
        while collector.goes_on() && strategy.begin() {
            let mut ended = None;
            let (events, next) = trace::collect(|| {
                execution.run(strategy, |machine: &mut Machine, end| {
                    ended = Some((machine.outcome.clone(), end));
                    collector.add(Observation::of(machine, end));
                })
            });
            strategy = next;
            let (outcome, end) = ended.expect("an execution ends");
            if end != End::Abandoned {
                hear(Heard { events, outcome, end });
            }
        }
        collector.verdict(strategy.as_ref())
    }
}
