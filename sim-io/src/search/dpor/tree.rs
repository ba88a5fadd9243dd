//! All that is being explored, and what is planted there: shared by those that explore.
//!
//! A node is a point of a schedule. Several may explore below the same node,
//! each below a step of its own: a slot that begins a step promises to explore all
//! that can follow it, so to every other the step is as good as explored, and
//! nothing is explored twice. A node goes away when all below it is explored.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    course::{Course, Link, Start},
    sleep::{Progress, Sleeper, plant},
    wakeup::{Event, Tree, weak_initial},
};
use crate::object::ThreadId;

/// The number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct NodeId(u32);

/// A point of the schedules that are being explored.
#[derive(Serialize, Deserialize)]
struct Node {
    /// The node above, and the step that leads here from there.
    above: Option<(NodeId, ThreadId)>,
    /// The number of steps that lead here.
    depth: usize,
    /// Steps that others explore, further up.
    sleep: Vec<Sleeper>,
    /// Steps that were explored from here.
    explored: Vec<Event>,
    tree: Tree,
    /// True if a step was begun that no slot has seen taken yet.
    is_uncertain: bool,
}

/// The place at which a slot explores.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) enum Place {
    /// Nowhere: everything begins here.
    Start,
    /// Behind the last step of its last schedule.
    At(NodeId),
    /// Below a step that it has just begun.
    Below(NodeId),
    /// Nowhere: there was nothing to do.
    Idle,
}

/// All that is being explored.
#[derive(Serialize, Deserialize)]
pub(super) struct Exploration {
    // Those that are not in use are in `free`.
    nodes: Vec<Node>,
    free: Vec<NodeId>,
    /// The nodes with something planted, the uppermost first.
    planted: BTreeSet<(usize, NodeId)>,
    begun: bool,
}

impl Exploration {
    pub(super) fn new() -> Self {
        Exploration { nodes: vec![], free: vec![], planted: BTreeSet::new(), begun: false }
    }

    fn node(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// Something to explore for the slot that explored at `place` last: close to that
    /// if possible, else as far up as possible.
    pub(super) fn begin(&mut self, place: &mut Place) -> Option<Start> {
        if !std::mem::replace(&mut self.begun, true) {
            *place = Place::Start;
            return Some(Start::default());
        }
        let near = match *place {
            Place::At(tip) => self.leave(tip),
            Place::Start | Place::Below(_) | Place::Idle => None,
        };
        let node = near.or_else(|| self.uppermost());
        *place = node.map_or(Place::Idle, Place::Below);
        node.map(|node| self.begin_at(node))
    }

    /// Goes up from `at` to the first node with something to begin, and removes
    /// those below which all is explored.
    fn leave(&mut self, mut at: NodeId) -> Option<NodeId> {
        loop {
            let node = self.node(at);
            if node.tree.is_planted() && !node.is_uncertain {
                return Some(at);
            }
            let (above, step) = node.above?;
            if node.tree.is_empty() {
                self.remove(at);
                self.node(above).finish(step);
            }
            at = above;
        }
    }

    fn remove(&mut self, id: NodeId) {
        let node = self.node(id);
        node.sleep.clear();
        node.explored.clear();
        node.above = None;
        self.free.push(id);
    }

    fn uppermost(&self) -> Option<NodeId> {
        let certain = |id: &NodeId| !self.nodes[id.0 as usize].is_uncertain;
        self.planted.iter().map(|(_, id)| *id).find(certain)
    }

    fn begin_at(&mut self, id: NodeId) -> Start {
        let node = self.node(id);
        let sleep = node.asleep();
        let (step, below) = node.tree.begin().expect("something is planted here");
        node.is_uncertain = true;
        self.note(id);
        let mut prefix = self.steps_to(id);
        prefix.push(step);
        Start { prefix, sleep, below, returns: self.returns(id) }
    }

    /// Notes whether something is planted at `id`.
    fn note(&mut self, id: NodeId) {
        let node = &self.nodes[id.0 as usize];
        let entry = (node.depth, id);
        if node.tree.is_planted() {
            self.planted.insert(entry);
        } else {
            self.planted.remove(&entry);
        }
    }

    fn steps_to(&self, id: NodeId) -> Vec<ThreadId> {
        let mut steps: Vec<ThreadId> = self.up_from(id).filter_map(|(_, step)| step).collect();
        steps.reverse();
        steps
    }

    /// The depths of `id` and of the nodes above where something is planted.
    fn returns(&self, id: NodeId) -> Vec<usize> {
        let nodes = self.up_from(id).map(|(id, _)| &self.nodes[id.0 as usize]);
        let planted = nodes.filter(|node| node.tree.is_planted()).map(|node| node.depth);
        let mut depths: Vec<usize> = planted.collect();
        depths.reverse();
        depths
    }

    /// The nodes from `id` upwards, each with the step that leads to it.
    fn up_from(&self, id: NodeId) -> impl Iterator<Item = (NodeId, Option<ThreadId>)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let above = self.nodes[id.0 as usize].above;
            next = above.map(|(above, _)| above);
            Some((id, above.map(|(_, step)| step)))
        })
    }

    /// The share of everything that is explored, if every step that is known of now
    /// has as much below it as the others beside it.
    pub(super) fn share(&self) -> f64 {
        // What is below a node comes after it in order of depth.
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_unstable_by_key(|index| std::cmp::Reverse(self.nodes[*index].depth));
        let mut done: Vec<f64> = self.nodes.iter().map(|node| node.explored.len() as f64).collect();
        let mut whole = 0.0;
        for index in order {
            let node = &self.nodes[index];
            let share = match node.explored.len() + node.tree.len() {
                // All is explored, and it only waits to be removed.
                0 => 1.0,
                steps => done[index] / steps as f64,
            };
            match node.above {
                Some((NodeId(above), _)) => done[above as usize] += share,
                // One that is not in use is above nothing.
                None if node.tree.is_empty() => (),
                None => whole = share,
            }
        }
        whole
    }

    /// A schedule that began at `place` has been run.
    pub(super) fn end(&mut self, place: &mut Place, course: &mut Course) {
        let mut tip = match *place {
            Place::Start => None,
            Place::Below(node) => {
                let step = course.branch.take().expect("the step that was begun was taken");
                let thread = step.thread;
                let node_of = self.node(node);
                node_of.tree.taken(step);
                node_of.is_uncertain = false;
                self.plant_above(node, course);
                Some((node, thread))
            }
            Place::At(_) | Place::Idle => return,
        };
        for link in course.links.drain(..) {
            let step = link.chosen;
            tip = Some((self.add(tip, link), step));
        }
        *place = match tip {
            Some((node, step)) => {
                // Nothing follows the last step.
                self.node(node).finish(step);
                Place::At(node)
            }
            None => Place::Idle,
        };
    }

    fn plant_above(&mut self, branch: NodeId, course: &mut Course) {
        if course.reversals.is_empty() {
            return;
        }
        let mut path: Vec<NodeId> = self.up_from(branch).map(|(id, _)| id).collect();
        path.reverse();
        for (at, reversal) in course.reversals.drain(..) {
            let node = self.node(path[at]);
            node.plant(reversal);
            self.note(path[at]);
        }
    }

    fn add(&mut self, above: Option<(NodeId, ThreadId)>, link: Link) -> NodeId {
        let depth = above.map_or(0, |(above, _)| self.node(above).depth + 1);
        let Link { sleep, tree, .. } = link;
        let node = Node { above, depth, sleep, explored: vec![], tree, is_uncertain: false };
        let id = match self.free.pop() {
            Some(id) => {
                *self.node(id) = node;
                id
            }
            None => {
                self.nodes.push(node);
                NodeId(self.nodes.len() as u32 - 1)
            }
        };
        if self.node(id).tree.is_planted() {
            self.note(id);
        }
        id
    }
}

impl Node {
    /// All that begins with the step of `thread` is explored.
    fn finish(&mut self, thread: ThreadId) {
        let event = self.tree.finish(thread);
        // Without anything else to explore, no slot asks any more.
        if !self.tree.is_empty() {
            self.explored.push(event);
        }
    }

    /// The steps that sleep for a slot that begins another step here.
    fn asleep(&self) -> Vec<Sleeper> {
        let unsettled = self.tree.being_explored().next().is_some();
        let progress = if unsettled { Progress::Unsettled } else { Progress::Settled };
        let own = self.explored.iter().chain(self.tree.being_explored());
        let own = own.map(|event| Sleeper { event: event.clone(), progress });
        self.sleep.iter().cloned().chain(own).collect()
    }

    /// Plants a reversal found by a slot that explores from here.
    fn plant(&mut self, reversal: Vec<Event>) {
        let explored = |event: &Event| weak_initial(event, &reversal).is_some();
        if !self.explored.iter().any(explored) {
            plant(&self.sleep, &mut self.tree, reversal);
        }
    }
}
