//! The pairs of steps of one schedule that could have come the other way round.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use super::{
    super::{
        announced::accesses,
        strategy::{Coverage, Strategy, contains, threads},
    },
    Race,
};
use crate::{
    machine::{
        End, Machine, Status, Step,
        clock::Clock,
        footprint::{Access, HEAPS, Mode, queue_of},
    },
    object::{HeapId, MAX_THREADS, ObjectId, ThreadId, ThreadSet},
    operation::OperationKind,
};

/// Follows a schedule, and finds its pairs.
pub(super) struct Along {
    pub(super) positions: Vec<u8>,
    pub(super) depth: usize,
    pub(super) found: Rc<RefCell<Vec<Race>>>,
}

impl Strategy for Along {
    fn begin(&mut self) -> bool {
        true
    }

    fn pick(
        &mut self,
        _machine: &Machine,
        enabled: ThreadSet,
        _current: ThreadId,
    ) -> Option<ThreadId> {
        let next = ThreadId(*self.positions.get(self.depth)?);
        self.depth += 1;
        contains(enabled, next).then_some(next)
    }

    fn end(&mut self, machine: &Machine, _end: End) {
        let needs = Needs::of(machine);
        let mut found = self.found.borrow_mut();
        for (index, event) in needs.events.iter().enumerate() {
            needs.races_of(machine, index, event, &mut found);
        }
        for event in blocked(machine, &needs) {
            needs.races_of(machine, needs.events.len(), &event, &mut found);
        }
    }

    fn needs_footprints(&self) -> bool {
        true
    }

    fn coverage(&self) -> Coverage {
        Coverage::Sample
    }
}

/// A step, and what it needs: the steps without which it could not be taken.
struct Event {
    thread: ThreadId,
    footprint: Vec<Access>,
    /// The steps that it needs, itself included.
    needs: Clock,
}

/// A schedule, with what each step needs: earlier steps of its thread, the creation of that,
/// the end of a thread that it joins, and the post whose token it takes. That a step has
/// seen what another wrote is no need: without it, it sees something else.
struct Needs {
    events: Vec<Event>,
    /// The steps that each thread needs to be where it is at the end.
    ends: Vec<Clock>,
}

impl Needs {
    fn of(machine: &Machine) -> Needs {
        let steps = machine.steps.as_deref().unwrap_or_default();
        let footprints = machine.footprints.as_ref().expect("the strategy asks for footprints");
        let mut needs = Needs { events: vec![], ends: vec![Clock::ZERO; MAX_THREADS] };
        let mut tokens = Tokens::default();
        for (index, step) in steps.iter().enumerate() {
            needs.add(machine, step, footprints.of(index), &mut tokens);
        }
        needs
    }

    fn add(&mut self, machine: &Machine, step: &Step, footprint: &[Access], tokens: &mut Tokens) {
        let me = usize::from(step.thread.0);
        let mut clock = self.ends[me];
        let relative = (step.operation.argument as usize).checked_sub(1);
        if step.operation.kind == OperationKind::Join
            && let Some(child) = relative
        {
            clock.join(&self.ends[child]);
        }
        for access in footprint.iter().filter(|access| access.mode == Mode::Wait) {
            let initial = machine.initial_tokens(step.operation) as usize;
            if let Some(post) = tokens.taken(access.key, initial) {
                clock.join(&self.events[post].needs);
            }
        }
        clock.tick(me);
        for access in footprint.iter().filter(|access| access.mode.is_post()) {
            tokens.posts.entry(access.key).or_default().push(self.events.len());
        }
        self.ends[me] = clock;
        if step.operation.kind == OperationKind::Create
            && let Some(child) = relative
        {
            self.ends[child] = clock;
        }
        self.events.push(Event {
            thread: step.thread,
            footprint: footprint.to_vec(),
            needs: clock,
        });
    }

    /// Adds the pairs of `late`, which is or would be step `index`: with the last step of each
    /// other thread before it that does not commute with it, unless it needs that.
    fn races_of(&self, machine: &Machine, index: usize, late: &Event, found: &mut Vec<Race>) {
        let mut rivals: BTreeMap<u8, usize> = BTreeMap::new();
        for (at, early) in self.events[..index].iter().enumerate() {
            if early.thread != late.thread && !shared(&early.footprint, late).is_empty() {
                rivals.insert(early.thread.0, at);
            }
        }
        for early in rivals.into_values() {
            if !self.needs(late, early) {
                found.push(self.race(machine, early, index, late));
            }
        }
    }

    /// Returns true if `late` needs the step `early`.
    fn needs(&self, late: &Event, early: usize) -> bool {
        let thread = usize::from(self.events[early].thread.0);
        late.needs.of(thread) >= self.events[early].needs.of(thread)
    }

    fn race(&self, machine: &Machine, early: usize, index: usize, late: &Event) -> Race {
        let between = (early..index).filter(|at| self.needs(late, *at));
        let steps = (0..early).chain(between).map(|at| self.events[at].thread);
        let keys = shared(&self.events[early].footprint, late);
        Race {
            early,
            late: index,
            thread: machine.thread_name(late.thread),
            objects: keys.into_iter().map(|key| name(machine, key)).collect(),
            order: steps.chain([late.thread]).map(|thread| thread.0).collect(),
        }
    }
}

/// The posts of each semaphore, and how many of their tokens were taken.
#[derive(Default)]
struct Tokens {
    posts: BTreeMap<u32, Vec<usize>>,
    waits: BTreeMap<u32, usize>,
}

impl Tokens {
    /// The post whose token a wait takes; none if it takes one of the `initial` ones.
    fn taken(&mut self, key: u32, initial: usize) -> Option<usize> {
        let nth = self.waits.entry(key).or_default();
        *nth += 1;
        self.posts.get(&key)?.get((*nth - 1).checked_sub(initial)?).copied()
    }
}

/// The steps that threads still wait to take: another may have taken what they wait for.
fn blocked(machine: &Machine, needs: &Needs) -> Vec<Event> {
    let all = threads(ThreadSet::MAX).take(machine.thread_count());
    let ready = all.filter(|thread| machine.status(*thread) == Status::Ready);
    let event = |thread: ThreadId| Event {
        thread,
        footprint: accesses(machine, thread).collect(),
        needs: needs.ends[usize::from(thread.0)],
    };
    ready.map(event).collect()
}

/// The keys that both use in ways that do not commute. A lock that is given back is no rival of one
/// that is taken: the thread has to take it first.
fn shared(early: &[Access], late: &Event) -> Vec<u32> {
    let rivals = |one: &Access, other: &Access| {
        one.key == other.key
            && one.mode.depends(other.mode)
            && one.mode != Mode::Unlock
            && other.mode != Mode::Unlock
    };
    let conflicts = |one: &&Access| late.footprint.iter().any(|other| rivals(one, other));
    early.iter().filter(conflicts).map(|access| access.key).collect()
}

/// The name of an object, or of a block of memory.
fn name(machine: &Machine, key: u32) -> String {
    match (queue_of(key), key.checked_sub(HEAPS)) {
        (Some(queue), _) => machine.object_name(queue),
        (None, Some(heap)) => machine.heap_name(HeapId(heap as u16)),
        (None, None) => machine.object_name(ObjectId(key as u16)),
    }
}
