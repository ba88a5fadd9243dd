//! Executions, one after the other.

use super::{KERNEL, Kernel, fiber};
use crate::{
    engine,
    machine::{End, Machine},
    object::ThreadId,
    search::{Collector, Program, Search, Strategy, Verdict},
};

/// Explores `program` under the strategy that `search` names.
pub(crate) fn search(search: &Search, program: &Program) -> Verdict {
    let mut strategy = search.strategy.build(search.seed);
    let mut collector = Collector::new(search);
    while collector.goes_on() && strategy.begin() {
        let mut execution = Execution { program, steps_max: search.steps_max, notes: Notes::None };
        strategy = execution.run(strategy, |machine, end| collector.add(machine, end));
    }
    collector.verdict(strategy.as_ref())
}

/// Whether an execution writes down its steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notes {
    None,
    Steps,
}

/// One run of a program.
pub(crate) struct Execution<'a> {
    pub(crate) program: &'a Program,
    pub(crate) steps_max: usize,
    pub(crate) notes: Notes,
}

impl Execution<'_> {
    /// Runs the program once under `strategy`, and lets `read` see how it ended.
    pub(crate) fn run(
        &mut self,
        strategy: Box<dyn Strategy>,
        read: impl FnOnce(&mut Machine, End),
    ) -> Box<dyn Strategy> {
        KERNEL.with_borrow_mut(|kernel| kernel.begin(self, strategy));
        engine::enter(engine::Runner::Explore, || {
            run_threads();
            fiber::unwind_all();
        });
        KERNEL.with_borrow_mut(|kernel| {
            let end = kernel.end;
            read(&mut kernel.machine, end);
            let mut strategy = kernel.strategy.take().expect("a search has a strategy");
            strategy.end(&kernel.machine, end);
            strategy
        })
    }
}

impl Kernel {
    fn begin(&mut self, execution: &Execution<'_>, strategy: Box<dyn Strategy>) {
        let footprints = strategy.needs_footprints();
        let steps = footprints || execution.notes == Notes::Steps;
        self.machine.tracking = strategy.needs_tracking().then(Default::default);
        self.machine.steps = steps.then(Vec::new);
        self.machine.footprints = footprints.then(Default::default);
        self.machine.reset(execution.program.root);
        self.strategy = Some(strategy);
        self.steps_max = execution.steps_max;
        self.creator = None;
        self.end = End::Finished;
        let body = execution.program.body.clone();
        self.start(ThreadId(0), move || body());
        self.next = Some(ThreadId(0));
    }

    fn finish(&mut self, thread: ThreadId) {
        self.machine.finish(thread, None);
        self.next = match self.creator.take() {
            Some(creator) => Some(creator),
            None => self.pick(),
        };
    }
}

fn run_threads() {
    while let Some(thread) = KERNEL.with_borrow_mut(|kernel| kernel.next.take()) {
        if fiber::resume(thread) {
            KERNEL.with_borrow_mut(|kernel| kernel.finish(thread));
        }
    }
    KERNEL.with_borrow_mut(|kernel| {
        let end = kernel.end;
        kernel.machine.conclude(end);
    });
}
