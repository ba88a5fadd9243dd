//! Summaries: the accesses of a part of the search, their threads, and their pasts.
//!
//! A summary of a state has an entry for each access of each schedule that goes
//! on from there: the thread that makes it, and threads of which a step comes before it in
//! every schedule that differs only in the order of steps that commute (its
//! [`Past`](uses::Past)). A step `t` of a thread `p` need not change places with an access
//! that comes after another step of `p`: as long as `p` stands still, no thread
//! gets there. That is what dynamic partial-order reduction says of two steps
//! between which a third one lies in the order of events (C. Flanagan,
//! P. Godefroid, POPL 2005; P. Abdulla et al., POPL 2014), told of states
//! instead of one schedule.
//!
//! **Why that is sound.** Let `T` be the threads tried from a state `s`. They must be a
//! persistent set: of any schedule `w` from `s` in which no thread of `T` moves,
//! no step may depend on a next step `t` of `T`. Take the first `f` of a `w` that
//! does, and `p`, the thread of `t`. All of `w` before `f` commutes with `t`. If `f`
//! can be taken after `t` and these, it is in the summary of what comes after `t`, with a past
//! that is part of its past in `w`: `p` is not in it, so the thread of `f` is a rival of `t`.
//! If `f` must wait after `t`, its thread stands before it: in every schedule that
//! goes on from there it takes it later, or waits for ever, and both have an
//! entry for it. That entry's past must then be what precedes the *waiting*, not
//! what ended it, or the step of `p` that lets it go on would hide it: so nothing
//! is added to the past of an access that may wait by what it conflicts with
//! ([`Mode::may_wait`](crate::machine::footprint::Mode::may_wait)).
//!
//! **What is added to a past** is true of all schedules that an entry stands for. When `t`
//! is put before what follows it: all of its own thread's later accesses; an
//! access that does not commute with `t`; the next step of a thread that `t`
//! creates, that waits to join its thread, or whose announced step certainly does not commute
//! with `t`; what comes after a wait for a token, if `t` posts the only one and
//! only `p` posts more (a callback is such a token of its own: it is not taken before it is
//! scheduled); and whatever has one of these in its past. What has been joined stays in the past
//! although the joined thread moves; the rest is forgotten of a thread that moves
//! before a step that sleeps ([`Summaries::moved`]), because it may have meant that very move.
//!
//! Most states have nearly the summary of a neighbour. So a summary is a list of pages, a page
//! a list of what is said of a few keys; each of these is stored once and goes by
//! its number, and what is made of two is looked up before it is made.

mod interned;
mod known;
mod moved;
mod prepend;
mod step;
mod tokens;
mod union;
mod uses;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use self::{
    interned::Interned,
    known::Known,
    tokens::Tokens,
    uses::{Use, settle},
};
use super::super::{digests::ByMixing, dpor::Event};
use crate::{
    machine::footprint::{Access, Mode},
    object::{ThreadId, ThreadSet},
};

/// The knowledge by which a search by states says that a thread need not be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Reduction {
    /// The values of accesses, by which more of them commute, and the order of steps.
    Ordered,
    /// The kinds of accesses alone: the baseline for comparison.
    Plain,
}

/// A set of accesses, each with its thread and its past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Summary(u32);

impl Summary {
    /// Nothing was done.
    pub(super) const NOTHING: Summary = Summary(0);
    /// Accesses that are not known: anything.
    pub(super) const ANYTHING: Summary = Summary(1);
}

/// The threads that did something that does not commute with a step.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) enum Rivals {
    Anybody,
    Threads(ThreadSet),
}

/// The result of putting a step before a summary.
#[derive(Clone, Copy)]
pub(super) struct Prepended {
    /// The step, and what comes after it.
    pub(super) whole: Summary,
    /// The threads that might come to a conflict with the step, if its thread stood still.
    pub(super) rivals: Rivals,
}

/// The uses of one key, by the number of their list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Uses(u32);

/// The uses of a few keys, by the number of their list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Page(u32);

/// The number of keys on a page.
const PAGE: usize = 16;

/// All summaries of a search. A summary is a list of pages, each of which is a list of uses of
/// a few keys; most steps change few of them.
#[derive(Serialize, Deserialize)]
pub(super) struct Summaries {
    reduction: Reduction,
    /// The key of each place.
    keys: Vec<u32>,
    /// The place of each key.
    places: HashMap<u32, usize, ByMixing>,
    uses: Interned<Use>,
    pages: Interned<Uses>,
    all: Interned<Page>,
    tokens: Tokens,
    #[serde(skip)]
    known: Known,
}

impl Summaries {
    pub(super) fn new(reduction: Reduction) -> Self {
        let mut all = Interned::new();
        // What stands for anything is never read.
        let anything = all.number(&[Page(u32::MAX)]);
        assert_eq!(Summary(anything), Summary::ANYTHING);
        Summaries {
            reduction,
            keys: vec![],
            places: HashMap::default(),
            uses: Interned::new(),
            pages: Interned::new(),
            all,
            tokens: Tokens::default(),
            known: Known::default(),
        }
    }

    pub(super) fn reduction(&self) -> Reduction {
        self.reduction
    }

    /// The approximate number of bytes that they take.
    pub(super) fn bytes(&self) -> u64 {
        self.uses.bytes() + self.pages.bytes() + self.all.bytes() + self.known.bytes()
    }

    fn place(&mut self, key: u32) -> usize {
        let next = self.keys.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.keys.push(key);
        }
        place
    }

    /// The uses of `key` in a summary.
    fn uses_of(&self, summary: Summary, key: u32) -> &[Use] {
        let Some(place) = self.places.get(&key) else { return &[] };
        let page = self.all.get(summary.0).get(place / PAGE).map_or(0, |page| page.0);
        let uses = self.pages.get(page).get(place % PAGE).map_or(0, |uses| uses.0);
        self.uses.get(uses)
    }

    /// A list of pages, without empty ones at its end.
    fn summary(&mut self, mut pages: Vec<Page>) -> Summary {
        while pages.pop_if(|page| page.0 == 0).is_some() {}
        Summary(self.all.number(&pages))
    }

    fn page(&mut self, mut uses: Vec<Uses>) -> Page {
        while uses.pop_if(|uses| uses.0 == 0).is_some() {}
        Page(self.pages.number(&uses))
    }

    fn settled(&mut self, mut uses: Vec<Use>) -> Uses {
        settle(&mut uses);
        Uses(self.uses.number(&uses))
    }

    /// A summary that says so of each key.
    fn of_uses(&mut self, uses: impl Iterator<Item = (u32, Vec<Use>)>) -> Summary {
        let mut pages: Vec<Vec<Uses>> = vec![];
        for (key, uses) in uses {
            let place = self.place(key);
            let uses = self.settled(uses);
            if pages.len() <= place / PAGE {
                pages.resize(place / PAGE + 1, vec![]);
            }
            let page = &mut pages[place / PAGE];
            page.resize(page.len().max(place % PAGE + 1), Uses::default());
            page[place % PAGE] = uses;
        }
        let pages = pages.into_iter().map(|page| self.page(page)).collect();
        self.summary(pages)
    }

    /// The accesses that `thread` stands before.
    pub(super) fn of(
        &mut self,
        thread: ThreadId,
        accesses: impl Iterator<Item = Access>,
    ) -> Summary {
        let mut uses: HashMap<u32, Vec<Use>, ByMixing> = HashMap::default();
        for access in accesses {
            uses.entry(access.key).or_default().push(Use::by(thread, access.mode));
        }
        let mut uses: Vec<_> = uses.into_iter().collect();
        uses.sort_unstable_by_key(|(key, _)| *key);
        self.of_uses(uses.into_iter())
    }

    /// The keys that make others rivals of `event`, after which `below` was done: those that
    /// `thread` uses, and those that any other thread does.
    pub(super) fn contested(
        &self,
        event: &Event,
        below: Summary,
        thread: ThreadId,
    ) -> (BTreeSet<u32>, BTreeSet<u32>) {
        let (mut own, mut others) = (BTreeSet::new(), BTreeSet::new());
        for access in event.footprint() {
            let rivals = self
                .uses_of(below, access.key)
                .iter()
                .filter(|one| !one.follows(event.thread) && access.mode.competes_with(one.mode));
            for one in rivals {
                if one.thread == thread {
                    own.insert(access.key);
                } else if one.thread != event.thread {
                    others.insert(access.key);
                }
            }
        }
        (own, others)
    }

    /// The threads that use `key`, in `summary`, in a way that `wanted` accepts, with nothing of
    /// `without` before it.
    pub(super) fn users(
        &self,
        summary: Summary,
        key: u32,
        without: ThreadId,
        wanted: impl Fn(Mode) -> bool,
    ) -> ThreadSet {
        let uses = self.uses_of(summary, key).iter();
        let free = uses.filter(|one| !one.follows(without) && wanted(one.mode));
        free.fold(0, |set, one| set | 1 << one.thread.0)
    }
}
