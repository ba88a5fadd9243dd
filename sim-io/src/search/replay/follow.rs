//! Follows a route, step by step.

use std::{cell::RefCell, rc::Rc};

use super::{
    super::{
        lasso::Point,
        strategy::{Coverage, Strategy, contains},
        token::{Token, Tokens},
    },
    Divergence, Notebook, Route,
    watch::{Rest, Watch},
};
use crate::{
    machine::{End, Judge, Machine},
    object::{ThreadId, ThreadSet},
};

/// Follows a route as far as it goes.
pub(super) struct Follow {
    pub(super) route: Route,
    pub(super) position: usize,
    pub(super) tokens: Tokens,
    pub(super) watch: Option<Watch>,
    pub(super) notes: Rc<RefCell<Notebook>>,
}

impl Follow {
    /// The thread that takes the next step of the route; `None` where it has ended.
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
            Route::Preferred(_) => self.preferred(enabled).map(Ok),
        }
    }

    fn preferred(&mut self, enabled: ThreadSet) -> Option<ThreadId> {
        let Route::Preferred(order) = &mut self.route else { return None };
        let can_run = |thread: &u8| contains(enabled, ThreadId(*thread));
        let at = order.iter().position(can_run)?;
        Some(ThreadId(order.remove(at)))
    }

    fn has_ended(&self) -> bool {
        let length = match &self.route {
            Route::Positions(order) | Route::Preferred(order) => order.len(),
            Route::Meaning(tokens) => tokens.len(),
        };
        self.position >= length || self.notes.borrow().divergence.is_some()
    }

    /// Returns true if the execution has shown a livelock, or that there is none.
    fn has_seen_enough(&mut self, machine: &Machine) -> bool {
        let has_ended = self.has_ended();
        let Some(watch) = self.watch.as_mut().filter(|_| has_ended) else { return false };
        match watch.rest(machine.digest()) {
            Rest::Unknown => false,
            Rest::Unfair => true,
            Rest::Livelock(length) => {
                self.notes.borrow_mut().livelock = Some(length);
                true
            }
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
        if self.has_seen_enough(machine) {
            return None;
        }
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
        if let Some(watch) = &mut self.watch {
            watch.points.push(Point { digest: machine.digest(), enabled, taken: chosen });
        }
        let preemption = chosen != current && contains(enabled, current);
        self.notes.borrow_mut().preemptions.push(preemption);
        Some(chosen)
    }

    fn livelock(&self) -> Option<usize> {
        self.notes.borrow().livelock
    }

    fn end(&mut self, _machine: &Machine, _end: End) {}

    fn needs_tracking(&self) -> Option<Judge> {
        self.watch.as_ref().map(|_| Judge::Clocks)
    }

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}
