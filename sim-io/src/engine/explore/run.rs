//! Executions, one after the other.

use std::io;

use super::{
    KERNEL, Keep, Kernel,
    fiber::{self, Running},
    ledger, rounds,
};
use crate::{
    engine,
    machine::{End, Machine},
    object::ThreadId,
    search::{
        Collector, Counts, Observation, Program, Search, Standing, Strategy, StrategyKind, Verdict,
        Watch,
    },
};

/// Explores `program` under the strategy that `search` names.
pub(crate) fn search(search: &Search, program: &Program) -> Verdict {
    watched(search, program, None, &mut |_| ()).expect("it begins anew")
}

/// Runs a program while `watch` looks on, from where a search stood that kept `from`;
/// nothing if this search cannot have kept it.
pub(crate) fn watched(
    search: &Search,
    program: &Program,
    from: Option<&[u8]>,
    watch: &mut Watch<'_>,
) -> Option<Verdict> {
    // Those of another search are none of this one's.
    KERNEL.with_borrow_mut(Kernel::forget_states);
    let (mut collector, kept) = match from {
        None => (Collector::new(search), None),
        Some(from) => Collector::load(search, from).map(|(it, rest)| (it, Some(rest)))?,
    };
    if search.strategy == StrategyKind::Dpor {
        return rounds::watched(search, program, collector, kept, watch);
    }
    let mut strategy = match kept {
        None => match search.strategy.build(search.seed) {
            Ok(strategy) => strategy,
            Err(reason) => return Some(collector.refuse(reason)),
        },
        Some(kept) => search.strategy.load(kept)?,
    };
    if let Some(bytes) = search.memory_max {
        strategy.bound_memory(bytes);
    }
    match search.counts {
        Counts::Nothing => (),
        Counts::Branchings => strategy.count_branchings(),
    }
    let mut execution = Execution::copied(program, search.steps_max);
    while collector.goes_on() && strategy.begin() {
        let add = |machine: &mut Machine, end| collector.add(Observation::of(machine, end));
        strategy = execution.run(strategy, add);
        if KERNEL.with_borrow(|kernel| kernel.went_back) {
            collector.went_back();
        }
        let is_last = collector.limit().is_some();
        let keep = |out: &mut dyn io::Write| strategy.keep(out);
        watch(&Standing { collector: &collector, keep: &keep, share: &|| None, is_last });
    }
    let branchings = KERNEL.with_borrow(|kernel| strategy.branchings(&kernel.machine));
    Some(Verdict { branchings, ..collector.verdict(strategy.as_ref()) })
}

/// The record that an execution keeps of its steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notes {
    None,
    Steps,
}

/// The state in which an execution begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// The beginning of its first thread.
    Anew,
    /// A copy of the state before its first step, if there is one.
    Copied,
}

/// One run of a program.
pub(crate) struct Execution<'a> {
    program: &'a Program,
    steps_max: usize,
    notes: Notes,
    begin: Begin,
}

impl<'a> Execution<'a> {
    /// An execution with an observer, of a program that may be another than the last.
    pub(crate) fn anew(program: &'a Program, steps_max: usize, notes: Notes) -> Self {
        KERNEL.with_borrow_mut(Kernel::forget_states);
        Execution { program, steps_max, notes, begin: Begin::Anew }
    }

    /// One of many executions, without an observer.
    pub(super) fn copied(program: &'a Program, steps_max: usize) -> Self {
        Execution { program, steps_max, notes: Notes::None, begin: Begin::Copied }
    }

    /// The program that it runs.
    pub(super) fn program(&self) -> &'a Program {
        self.program
    }

    /// Returns true if it may begin with a copy.
    pub(super) fn begins_copied(&self) -> bool {
        let copied = self.begin == Begin::Copied && self.notes == Notes::None;
        copied && self.program.is_copyable()
    }

    /// Runs the program once under `strategy`, and lets `read` see how it ended.
    pub(crate) fn run(
        &mut self,
        strategy: Box<dyn Strategy>,
        read: impl FnOnce(&mut Machine, End),
    ) -> Box<dyn Strategy> {
        KERNEL.with_borrow_mut(|kernel| kernel.begin(self, strategy));
        engine::enter(engine::Runner::Explore, self.program, || {
            run_threads(self.program);
            abandon();
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
    fn begin(&mut self, execution: &Execution<'_>, mut strategy: Box<dyn Strategy>) {
        self.creator = None;
        self.keep = Keep::Nothing;
        self.end = End::Finished;
        self.steps_max = execution.steps_max;
        self.go_over(strategy.lane());
        match strategy.goes_back_to().and_then(|depth| self.restore(depth)) {
            Some(depth) => {
                self.went_back = true;
                strategy.gone_back(depth);
                self.strategy = Some(strategy);
                self.next = self.pick();
            }
            None => self.begin_at_first_step(execution, strategy),
        }
    }

    fn begin_at_first_step(&mut self, execution: &Execution<'_>, strategy: Box<dyn Strategy>) {
        strategy.equip(&mut self.machine);
        self.strategy = Some(strategy);
        self.went_back = false;
        self.snapshots().clear();
        if self.begin_copied(execution) {
            self.next = self.pick();
        } else {
            self.begin_anew(execution);
        }
    }

    fn begin_anew(&mut self, execution: &Execution<'_>) {
        let notes = execution.notes == Notes::Steps;
        if notes {
            self.machine.steps = Some(vec![]);
        }
        self.machine.freed = notes.then(Vec::new);
        self.machine.mishaps = notes.then(Vec::new);
        self.machine.reset(execution.program.root);
        self.copyable = execution.program.is_copyable();
        self.goal = self.goal_of(execution);
        // The stacks are another program's now, or another run of this one's.
        self.origin = None;
        ledger::clear();
        self.start_root(execution.program);
        self.next = Some(ThreadId(0));
    }

    /// Lets the thread run whose turn it is, while every thread is suspended.
    fn run_next(&mut self, program: &Program) -> Option<Running> {
        let next = self.next.take()?;
        if self.keep != Keep::Nothing {
            self.keep(program);
        }
        Some(self.let_run(next))
    }

    fn finish(&mut self, thread: ThreadId) {
        self.machine.finish(thread, None);
        self.next = match self.creator.take() {
            Some(creator) => Some(creator),
            None => self.pick(),
        };
    }
}

/// Gets rid of the threads that are suspended when the execution is over.
fn abandon() {
    let owns_nothing = KERNEL.with_borrow(|kernel| kernel.copyable) && ledger::is_even();
    if owns_nothing {
        KERNEL.with_borrow_mut(Kernel::forget_all);
    } else {
        fiber::unwind_all();
    }
}

fn run_threads(program: &Program) {
    let mut next = KERNEL.with_borrow_mut(|kernel| kernel.run_next(program));
    while let Some(running) = next {
        let thread = running.thread;
        let suspended = running.run();
        next = KERNEL.with_borrow_mut(|kernel| {
            match suspended {
                Some(suspended) => kernel.put_back(suspended),
                None => kernel.finish(thread),
            }
            kernel.run_next(program)
        });
    }
    KERNEL.with_borrow_mut(|kernel| {
        let end = kernel.end;
        kernel.machine.conclude(end);
    });
}
