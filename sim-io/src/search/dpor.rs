//! Optimal dynamic partial-order reduction.
//!
//! P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas: Optimal dynamic partial order
//! reduction, POPL 2014. Of all schedules that differ only in the order of
//! steps that commute, one is run. After each, pairs of steps that race are
//! found, and the schedule that reverses such a pair is planted into the
//! wakeup tree of the node where it begins.
//!
//! It departs from the paper in one thing: what a step does is its whole
//! footprint, known only once it has run (see `machine/footprint.rs`). A step
//! that sleeps keeps the footprint that it had, which stays true as long as
//! only independent steps are taken. The last step of a reversal is judged by
//! the footprint that it had before it was reversed; where that changes, the
//! new footprint races again in the schedules that run it.

mod order;
mod races;
mod wakeup;

pub(super) use self::wakeup::{Event, independent_in_state};
use self::{
    order::Trace,
    wakeup::{Tree, independent},
};
use super::strategy::{Coverage, Strategy, contains, threads};
use crate::{
    machine::{End, Machine},
    object::{ThreadId, ThreadSet},
};

/// What a node of the current schedule still has to do.
struct Node {
    /// Who takes the step.
    chosen: ThreadId,
    /// Steps that were explored from here, or from further up: no schedule has to begin with them.
    sleep: Vec<Event>,
    /// What is to be explored from here; the first child is being explored.
    tree: Tree,
}

/// Optimal-DPOR.
pub(crate) struct Dpor {
    nodes: Vec<Node>,
    depth: usize,
    begun: bool,
    /// The first node that the last schedule ran anew.
    branch: usize,
    /// The last schedule.
    trace: Trace,
    /// Schedules that turned out to be explored already.
    redundant: u64,
}

impl Dpor {
    pub(crate) fn new() -> Self {
        Dpor { nodes: vec![], depth: 0, begun: false, branch: 0, trace: Trace::new(), redundant: 0 }
    }

    /// Moves to the next schedule that is planted; `false` if there is none.
    fn advance(&mut self) -> bool {
        while let Some(node) = self.nodes.last_mut() {
            let explored = node.tree.take_first();
            node.sleep.push(explored.event);
            if let Some(next) = node.tree.first() {
                node.chosen = next.event.thread;
                self.branch = self.nodes.len() - 1;
                return true;
            }
            self.nodes.pop();
        }
        false
    }

    /// The step that node `depth - 1` took has its footprint now.
    fn complete_previous(&mut self, machine: &Machine) {
        if self.depth == 0 || self.depth < self.branch {
            return;
        }
        let index = self.depth - 1;
        let footprints = machine.footprints.as_ref().expect("a search by footprints notes them");
        let steps = machine.steps.as_ref().expect("and its steps");
        let event = Event::taken(&steps[index], footprints.of(index));
        self.nodes[index].tree.set_first(event);
    }

    /// A node that no schedule has reached before.
    fn extend(&mut self, enabled: ThreadSet, current: ThreadId) -> Option<ThreadId> {
        let (sleep, planted) = self.inherit();
        let asleep = |thread: ThreadId| sleep.iter().any(|event| event.thread == thread);
        let (chosen, tree) = match planted.first() {
            Some(child) => (child.event.thread, planted),
            None => {
                let awake: ThreadSet =
                    threads(enabled).filter(|thread| !asleep(*thread)).map(|t| 1 << t.0).sum();
                if awake == 0 {
                    self.redundant += 1;
                    return None;
                }
                let chosen = if contains(awake, current) {
                    current
                } else {
                    ThreadId(awake.trailing_zeros() as u8)
                };
                (chosen, Tree::with(Event::unknown(chosen)))
            }
        };
        assert!(contains(enabled, chosen), "a planted step can be taken");
        self.nodes.push(Node { chosen, sleep, tree });
        Some(chosen)
    }

    /// What the node above leaves to the next: those who still sleep, and what is planted below.
    fn inherit(&mut self) -> (Vec<Event>, Tree) {
        let Some(above) = self.nodes.last_mut() else { return (vec![], Tree::new()) };
        let child = above.tree.first_mut().expect("a node explores its first child");
        let taken = child.event.clone();
        let below = std::mem::take(&mut child.below);
        let sleep = above.sleep.iter().filter(|event| independent(event, &taken)).cloned();
        (sleep.collect(), below)
    }

    fn plant(&mut self, machine: &Machine) {
        self.trace.follow(machine, self.branch);
        let nodes = &mut self.nodes;
        self.trace.races(machine, self.branch, &mut |at, reversal| {
            let node = &mut nodes[at];
            let asleep = |event: &Event| wakeup::weak_initial(event, &reversal).is_some();
            if !node.sleep.iter().any(asleep) {
                node.tree.insert(reversal);
            }
        });
    }
}

impl Strategy for Dpor {
    fn begin(&mut self) -> bool {
        let more = !self.begun || self.advance();
        self.begun = true;
        self.depth = 0;
        more
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        self.complete_previous(machine);
        let chosen = match self.nodes.get(self.depth) {
            Some(node) => {
                assert!(
                    contains(enabled, node.chosen),
                    "a planted step can be taken: {} before {:?}",
                    machine.thread_name(node.chosen),
                    machine.announced(node.chosen)
                );
                Some(node.chosen)
            }
            None => self.extend(enabled, current),
        };
        self.depth += 1;
        chosen
    }

    fn end(&mut self, machine: &Machine, end: End) {
        match end {
            End::Abandoned => (),
            End::Finished | End::Stuck | End::TooLong => {
                // The last step has its footprint only now.
                self.depth = self.nodes.len();
                self.complete_previous(machine);
            }
        }
        self.plant(machine);
    }

    fn needs_footprints(&self) -> bool {
        true
    }

    fn coverage(&self) -> Coverage {
        Coverage::Everything
    }
}
