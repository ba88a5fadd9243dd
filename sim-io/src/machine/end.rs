//! The end of an execution, and the violations that only the end can show.

use super::{Life, Machine, Status, Thread};
use crate::{
    object::{ThreadId, ThreadSet},
    operation::{Operation, OperationKind},
    thread::Part,
    violation::{Acts, Breach, Deed, Fate, LastStep, Relation, Stand, Violation},
};

/// The end of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Every thread has finished.
    Finished,
    /// Some threads wait, and no thread can take a step.
    Stuck,
    /// It had too many steps.
    TooLong,
    /// The search did not want to see the rest.
    Abandoned,
}

impl Machine {
    /// The end of the execution, if it has ended: when only the threads of
    /// `enabled` could go on, and every thread stands before a step.
    pub(crate) fn ended(&self, enabled: ThreadSet, steps_max: usize) -> Option<End> {
        if enabled == 0 {
            let waits = self.threads.iter().any(|thread| thread.status == Status::Ready);
            return Some(if waits { End::Stuck } else { End::Finished });
        }
        (self.schedule.len() >= steps_max).then_some(End::TooLong)
    }

    /// The end of the execution while some threads may be on their way to their next step.
    pub(crate) fn ended_unless_running(&self, steps_max: usize) -> Option<End> {
        let runs = |thread: &Thread| thread.status == Status::Ready && thread.next.is_none();
        if self.threads.iter().any(runs) { None } else { self.ended(self.enabled(), steps_max) }
    }

    /// The end of the execution when a thread has just announced a step, one too many perhaps.
    pub(crate) fn ended_before_step(&self, steps_max: usize) -> Option<End> {
        let too_long = || (self.schedule.len() >= steps_max).then_some(End::TooLong);
        self.ended_unless_running(steps_max).or_else(too_long)
    }

    /// `thread` has ended; `panic` is what it said if it panicked.
    pub(crate) fn finish(&mut self, thread: ThreadId, panic: Option<String>) {
        if let Some(text) = panic {
            self.panicked(thread, text);
        }
        self.go_on(thread);
        self.threads[usize::from(thread.0)].status = Status::Finished;
        // A thread that joins this one knows what it did after its last step, too.
        self.clocks.tick(usize::from(thread.0));
    }

    /// Records a panic of `thread` that is not the harness's own: a bug of the model.
    pub(crate) fn panicked(&mut self, thread: ThreadId, text: String) {
        self.violate(thread, Breach::Internal(text), "model".into(), String::new());
    }

    /// Notes that the process is about to end: the kernel then ends its waiting threads.
    pub(crate) fn leave(&mut self) {
        self.leaving = true;
    }

    /// Returns true if the process is neither dead nor about to end.
    pub(super) fn goes_on(&self) -> bool {
        !self.crashed && !self.leaving
    }

    /// Judges what is left when no thread will take another step.
    pub(crate) fn conclude(&mut self, end: End) {
        if !self.goes_on() {
            return;
        }
        match end {
            End::Abandoned => (),
            End::Stuck => self.deadlock(),
            End::TooLong => self.too_long(),
            End::Finished => {
                self.leaks();
                self.unjoined();
            }
        }
    }

    fn deadlock(&mut self) {
        let waiting: Vec<usize> = (0..self.threads.len())
            .filter(|&id| self.threads[id].status == Status::Ready)
            .collect();
        let judged =
            || waiting.iter().copied().filter(|&id| self.threads[id].part == Part::Program);
        let Some(first) = judged().next() else {
            // The environment still uses what is its own: it has leaked nothing.
            return;
        };
        let all: Vec<String> = waiting.iter().map(|&id| self.waits_for(id)).collect();
        // A main loop that polls waits for no other thread: the others are why it is stuck.
        let polls = |id: &usize| {
            self.threads[*id].next.is_some_and(|next| next.kind == OperationKind::Poll)
        };
        let culprit = judged().find(|id| !polls(id)).unwrap_or(first);
        let object = self.waited_object(culprit);
        self.violate(ThreadId(culprit as u8), Breach::Deadlock, object, all.join("; "));
        let fates = self.depended_on(culprit).into_iter().map(|id| self.fate(id)).collect();
        self.violations.last_mut().expect("the deadlock").fates = fates;
    }

    /// The threads that the wait of `culprit` depends on, nearest first.
    fn depended_on(&self, culprit: usize) -> Vec<usize> {
        let mut reached = vec![culprit];
        let mut next = 0;
        while let Some(&waiter) = reached.get(next) {
            next += 1;
            let actors = self.actors(waiter).into_iter();
            let fresh: Vec<usize> = actors.filter(|actor| !reached.contains(actor)).collect();
            reached.extend(fresh);
        }
        reached.split_off(1)
    }

    /// The threads that could end the wait of `waiter`: all others if it is not told which.
    fn actors(&self, waiter: usize) -> Vec<usize> {
        let thread = &self.threads[waiter];
        let Some(next) = thread.next.filter(|_| thread.status == Status::Ready) else {
            return vec![];
        };
        match next.kind {
            OperationKind::Join => vec![next.argument as usize - 1],
            OperationKind::MutexLock => {
                vec![self.objects[usize::from(next.object.0)].value as usize - 1]
            }
            _ => {
                let object = self.object_name(next.object);
                let told = Acts::at(self.acts, &object);
                let acts = |id: &usize| {
                    *id != waiter
                        && told.is_none_or(|acts| acts.has(self.threads[*id].name, &object))
                };
                (0..self.threads.len()).filter(acts).collect()
            }
        }
    }

    /// The fate of `thread` in an execution that is stuck.
    fn fate(&self, thread: usize) -> Fate {
        let Thread { name, status, next, function, last, .. } = &self.threads[thread];
        let (function, stand) = match (status, next) {
            (Status::Unborn, _) => ("", Stand::NeverCreated),
            (Status::Ready, Some(next)) => (*function, self.waits(thread, *next)),
            // An engine may conclude while a thread is on its way to its next step.
            (Status::Ready, None) => (*function, waits_for_nothing()),
            (Status::Finished, _) => match last {
                Some((operation, result, function)) => {
                    (*function, Stand::Ended(Some(self.last_step(*operation, *result))))
                }
                None => ("", Stand::Ended(None)),
            },
        };
        Fate { thread: name.to_string(), function: function.into(), stand }
    }

    fn waits(&self, thread: usize, next: Operation) -> Stand {
        let holder = (next.kind == OperationKind::MutexLock).then(|| {
            let holder = self.objects[usize::from(next.object.0)].value as usize;
            self.threads[holder - 1].name.to_string()
        });
        let object = self.waited_object(thread);
        Stand::Waits { operation: next.kind.name().into(), object, holder }
    }

    fn last_step(&self, operation: Operation, result: u64) -> LastStep {
        LastStep {
            operation: operation.kind.name().into(),
            object: self.operand_name(operation),
            argument: operation.argument,
            result,
        }
    }

    fn waited_object(&self, thread: usize) -> String {
        match self.threads[thread].next {
            Some(next) if next.kind == OperationKind::Join => {
                self.threads[next.argument as usize - 1].name.to_string()
            }
            Some(next) => self.object_name(next.object),
            None => "nothing".into(),
        }
    }

    fn waits_for(&self, thread: usize) -> String {
        let name = self.threads[thread].name;
        let object = self.waited_object(thread);
        match self.threads[thread].next.map(|next| next.kind) {
            Some(OperationKind::Join) => format!("{name} joins {object}"),
            Some(OperationKind::MutexLock) => {
                let next = self.threads[thread].next.expect("it waits");
                let holder = self.objects[usize::from(next.object.0)].value as usize;
                format!("{name} locks {object}, held by {}", self.threads[holder - 1].name)
            }
            Some(OperationKind::Poll) => format!("{name} is idle"),
            _ => format!("{name} waits for {object}"),
        }
    }

    fn too_long(&mut self) {
        let busiest = (0..self.threads.len()).max_by_key(|&id| self.threads[id].steps);
        let busiest = busiest.expect("there is a thread");
        let detail = format!("{} steps in all", self.schedule.len());
        self.violate(ThreadId(busiest as u8), Breach::TooLong, "schedule".into(), detail);
    }

    fn leaks(&mut self) {
        let leaked = |block: &&super::HeapBlock| block.life == Life::Alive && !block.permanent;
        let leak = |block: &super::HeapBlock| {
            let allocated = |actor| self.origin(Deed::Allocated, actor, Relation::Before);
            Violation {
                breach: Breach::Leak,
                object: block.name.to_string(),
                function: String::new(),
                thread: String::new(),
                detail: match block.references {
                    1 => "1 reference left".into(),
                    references => format!("{references} references left"),
                },
                fates: vec![],
                origins: block.allocated.map(allocated).into_iter().collect(),
            }
        };
        let found: Vec<Violation> = self.heaps().iter().filter(leaked).map(leak).collect();
        self.violations.extend(found);
    }

    fn unjoined(&mut self) {
        let found: Vec<Violation> = self
            .threads
            .iter()
            .filter(|thread| thread.status == Status::Finished && thread.joinable && !thread.joined)
            .map(|thread| Violation {
                breach: Breach::NeverJoined,
                object: thread.name.to_string(),
                function: String::new(),
                thread: thread.name.to_string(),
                detail: String::new(),
                fates: vec![],
                origins: thread
                    .created
                    .map(|actor| self.origin(Deed::Created, actor, Relation::Before))
                    .into_iter()
                    .collect(),
            })
            .collect();
        self.violations.extend(found);
    }
}

fn waits_for_nothing() -> Stand {
    Stand::Waits { operation: "go on".into(), object: "nothing".into(), holder: None }
}
