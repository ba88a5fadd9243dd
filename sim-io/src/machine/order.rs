//! Happens-before, as C11 and POSIX define it, along one schedule.
//!
//! A semaphore's k-th wait happens after its k-th post. This is less than what
//! the mutex inside QEMU's semaphore orders, but it is the same in every
//! schedule that differs only in the order of independent steps, so that a
//! search which runs one schedule of each class still sees every race.

mod lives;
mod saved;

use std::collections::VecDeque;

pub(super) use self::saved::SavedClocks;
use super::{Actor, clock::Clock};
use crate::violation::Deed;

/// The clocks of one object.
struct ObjectClocks {
    /// The execution that these belong to; older ones are stale.
    execution: u64,
    /// The clock that a later acquire learns: the last unlock, release or post.
    released: Clock,
    /// The clock of earlier waits, takes and joins.
    waited: Clock,
    /// The clock that each token brings along that no wait has taken yet.
    tokens: VecDeque<Clock>,
    /// The clock that each entry of a queue brings along, by class.
    entries: [VecDeque<Clock>; 2],
    /// The last write: its thread, and the number of its step.
    write: Option<(usize, u16)>,
    /// The function of the last write.
    written_in: &'static str,
    /// The last read of each thread since.
    reads: Clock,
    /// The function of each of these reads.
    read_in: Vec<(usize, &'static str)>,
}

/// An access that is not ordered with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rival {
    /// The thread.
    pub(crate) thread: usize,
    /// The kind of access.
    pub(crate) deed: Deed,
    /// The function that it did so in; empty if that is not kept.
    pub(crate) function: &'static str,
}

/// All clocks of an execution.
pub(crate) struct Clocks {
    execution: u64,
    threads: Vec<Clock>,
    /// The clocks that relaxed loads have seen and an acquire fence would make known.
    seen: Vec<Clock>,
    objects: Vec<ObjectClocks>,
    /// The clock that an acquire learns from each store, where an engine numbers them.
    stores: Vec<Clock>,
    touches: Vec<(u64, Clock)>,
    drops: Vec<(u64, Clock)>,
}

impl ObjectClocks {
    /// The clocks of an object that no execution has used.
    fn new() -> Self {
        ObjectClocks {
            execution: 0,
            released: Clock::ZERO,
            waited: Clock::ZERO,
            tokens: VecDeque::new(),
            entries: [VecDeque::new(), VecDeque::new()],
            write: None,
            written_in: "",
            reads: Clock::ZERO,
            read_in: vec![],
        }
    }

    fn unordered_write(&self, mine: &Clock) -> Option<Rival> {
        let (thread, step) = self.write?;
        let function = self.written_in;
        (mine.of(thread) < step).then_some(Rival { thread, deed: Deed::Written, function })
    }

    fn unordered_read(&self, mine: &Clock) -> Option<Rival> {
        let thread = self.reads.first_beyond(mine)?;
        let read = self.read_in.iter().find(|(reader, _)| *reader == thread);
        let function = read.map_or("", |(_, function)| function);
        Some(Rival { thread, deed: Deed::Read, function })
    }

    fn note_reader(&mut self, me: usize, function: &'static str) {
        match self.read_in.iter_mut().find(|(reader, _)| *reader == me) {
            Some(read) => read.1 = function,
            None => self.read_in.push((me, function)),
        }
    }

    fn begin(&mut self, execution: u64) {
        self.execution = execution;
        self.released = Clock::ZERO;
        self.waited = Clock::ZERO;
        self.tokens.clear();
        self.entries.iter_mut().for_each(VecDeque::clear);
        self.write = None;
        self.reads = Clock::ZERO;
        self.read_in.clear();
    }
}

impl Clocks {
    pub(crate) fn new() -> Self {
        Clocks {
            execution: 0,
            threads: vec![],
            seen: vec![],
            objects: vec![],
            stores: vec![],
            touches: vec![],
            drops: vec![],
        }
    }

    pub(crate) fn reset(&mut self) {
        self.execution += 1;
        self.threads.clear();
        self.seen.clear();
        self.stores.clear();
    }

    /// Forgets what has happened, as before the first step, but not the threads.
    pub(crate) fn rewind(&mut self) {
        self.execution += 1;
        self.stores.clear();
        self.seen.fill(Clock::ZERO);
        self.threads.fill(Clock::ZERO);
    }

    pub(crate) fn declare_thread(&mut self) {
        let mut first = Clock::ZERO;
        first.tick(self.threads.len());
        self.threads.push(first);
        self.seen.push(Clock::ZERO);
    }

    #[inline]
    fn object(&mut self, object: usize) -> &mut ObjectClocks {
        self.renew(object);
        &mut self.objects[object]
    }

    /// The clock of `me`, and the clocks of an object.
    #[inline]
    fn of(&mut self, me: usize, object: usize) -> (&mut Clock, &mut ObjectClocks) {
        self.renew(object);
        (&mut self.threads[me], &mut self.objects[object])
    }

    /// Sees to it that the clocks of an object are those of this execution.
    #[inline]
    fn renew(&mut self, object: usize) {
        match self.objects.get(object) {
            Some(clocks) if clocks.execution == self.execution => (),
            _ => self.begin_object(object),
        }
    }

    #[cold]
    #[inline(never)]
    fn begin_object(&mut self, object: usize) {
        if self.objects.len() <= object {
            self.objects.resize_with(object + 1, ObjectClocks::new);
        }
        self.objects[object].begin(self.execution);
    }

    /// A step of `me` is over.
    pub(crate) fn tick(&mut self, me: usize) {
        self.threads[me].tick(me);
    }

    /// `me` learns what earlier releases of `object` published.
    pub(crate) fn acquire(&mut self, me: usize, object: usize) {
        let (mine, clocks) = self.of(me, object);
        mine.join(&clocks.released);
    }

    /// `me` publishes what it knows, and nothing that others did before.
    pub(crate) fn release(&mut self, me: usize, object: usize) {
        let (mine, clocks) = self.of(me, object);
        clocks.released = *mine;
    }

    /// `me` adds what it knows to what others published before.
    pub(crate) fn release_more(&mut self, me: usize, object: usize) {
        let (mine, clocks) = self.of(me, object);
        clocks.released.join(mine);
    }

    /// A relaxed store: what was released before is no longer seen.
    pub(crate) fn forget(&mut self, object: usize) {
        self.object(object).released = Clock::ZERO;
    }

    /// A relaxed load: a later acquire fence would learn what was released.
    pub(crate) fn glimpse(&mut self, me: usize, object: usize) {
        self.renew(object);
        self.seen[me].join(&self.objects[object].released);
    }

    fn published(&self, store: u32) -> Clock {
        self.stores.get(store as usize).copied().unwrap_or(Clock::ZERO)
    }

    /// `me` publishes what it knows with `store`.
    pub(crate) fn publish(&mut self, me: usize, store: u32) {
        self.set_published(store, self.threads[me]);
    }

    /// `to` stands for the same store as `from`.
    pub(crate) fn carry(&mut self, from: u32, to: u32) {
        let published = self.published(from);
        self.set_published(to, published);
    }

    fn set_published(&mut self, store: u32, clock: Clock) {
        let store = store as usize;
        if self.stores.len() <= store {
            self.stores.resize(store + 1, Clock::ZERO);
        }
        self.stores[store] = clock;
    }

    /// `me` learns what `store` published.
    pub(crate) fn acquire_store(&mut self, me: usize, store: u32) {
        let published = self.published(store);
        self.threads[me].join(&published);
    }

    /// Notes what `store` published: `me` would learn it at an acquire fence.
    pub(crate) fn glimpse_store(&mut self, me: usize, store: u32) {
        let published = self.published(store);
        self.seen[me].join(&published);
    }

    /// An acquire fence.
    pub(crate) fn fence(&mut self, me: usize) {
        let seen = self.seen[me];
        self.threads[me].join(&seen);
    }

    /// A token is posted.
    pub(crate) fn post(&mut self, me: usize, object: usize) {
        let (mine, clocks) = self.of(me, object);
        mine.join(&clocks.released);
        clocks.released = *mine;
        clocks.tokens.push_back(*mine);
    }

    /// An entry of this class is pushed to a queue.
    pub(crate) fn push(&mut self, me: usize, object: usize, class: usize) {
        self.post(me, object);
        let (mine, clocks) = self.of(me, object);
        clocks.entries[class].push_back(*mine);
    }

    /// The first entry of this class is taken: `me` learns what its push knew,
    /// and nothing of pushes that came later and might as well have come after.
    pub(crate) fn take(&mut self, me: usize, object: usize, class: usize) {
        let (mine, clocks) = self.of(me, object);
        if let Some(pushed) = clocks.entries[class].pop_front() {
            mine.join(&pushed);
        }
    }

    /// A semaphore starts with tokens that bring nothing along.
    pub(crate) fn start_tokens(&mut self, object: usize, tokens: u64) {
        let clocks = self.object(object);
        clocks.tokens.clear();
        clocks.tokens.extend((0..tokens).map(|_| Clock::ZERO));
    }

    /// A token is taken: the one that has been there longest.
    pub(crate) fn wait(&mut self, me: usize, object: usize) {
        let (mine, clocks) = self.of(me, object);
        if let Some(token) = clocks.tokens.pop_front() {
            mine.join(&token);
        }
        mine.join(&clocks.waited);
        clocks.waited = *mine;
    }

    /// `child` starts knowing what `me` knows.
    pub(crate) fn create(&mut self, me: usize, child: usize) {
        let mine = self.threads[me];
        self.threads[child].join(&mine);
    }

    /// `me` learns all that `child` did.
    pub(crate) fn join(&mut self, me: usize, child: usize) {
        let theirs = self.threads[child];
        self.threads[me].join(&theirs);
    }

    /// The time of `me`.
    pub(crate) fn time(&self, me: usize) -> u16 {
        self.threads[me].of(me)
    }

    /// True if what `actor` did at its time `at` is known to `me`.
    pub(crate) fn knows(&self, me: usize, actor: Actor, at: u16) -> bool {
        let actor = usize::from(actor.thread.0);
        me == actor || self.threads[me].of(actor) >= at
    }

    /// A plain read in `function`; the write that is not ordered with it.
    pub(crate) fn read(
        &mut self,
        me: usize,
        object: usize,
        function: &'static str,
    ) -> Option<Rival> {
        let (mine, clocks) = self.of(me, object);
        clocks.reads.set(me, mine.of(me));
        clocks.note_reader(me, function);
        clocks.unordered_write(mine)
    }

    /// A plain write in `function`; an access that is not ordered with it.
    pub(crate) fn write(
        &mut self,
        me: usize,
        object: usize,
        function: &'static str,
    ) -> Option<Rival> {
        let (mine, clocks) = self.of(me, object);
        let race = clocks.unordered_write(mine).or_else(|| clocks.unordered_read(mine));
        clocks.write = Some((me, mine.of(me)));
        clocks.written_in = function;
        clocks.reads = Clock::ZERO;
        clocks.read_in.clear();
        race
    }
}
