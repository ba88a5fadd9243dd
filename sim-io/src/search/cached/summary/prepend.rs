//! A step, and after it what a summary says.

use super::{
    PAGE, Page, Prepended, Rivals, Summaries, Summary, Uses,
    known::{number, pair},
    step::{Order, Step},
    tokens::TokenSet,
    uses::Use,
};
use crate::{
    machine::{
        footprint::{Access, Mode},
        mix,
    },
    object::ThreadSet,
    search::{cached::wakes::Wakes, dpor::Event},
};

impl Summaries {
    /// The step `event`, which comes before what `wakes` says, and after it what `below` says.
    pub(in super::super) fn prepend(
        &mut self,
        event: &Event,
        wakes: &Wakes,
        below: Summary,
    ) -> Prepended {
        if below == Summary::ANYTHING {
            return Prepended { whole: Summary::ANYTHING, rivals: Rivals::Anybody };
        }
        let step = self.step(event, wakes, below);
        let number = number(&mut self.known.steps, step.clone());
        let pair = pair(below.0, number);
        if let Some(known) = self.known.prepended.get(&pair) {
            return *known;
        }
        let rivals = Rivals::Threads(self.rivals(&step, below));
        let prepended = Prepended { whole: self.prepended(&step, number, below), rivals };
        self.known.prepended.insert(pair, prepended);
        prepended
    }

    fn step(&mut self, event: &Event, wakes: &Wakes, below: Summary) -> Step {
        let posts = wakes.keys(event.thread, below, self);
        // No mutex is taken before its holder gives it back, or before the step that takes it.
        let mutexes = event.footprint().iter();
        let mutexes = mutexes.filter(|access| matches!(access.mode, Mode::Lock | Mode::Unlock));
        let keys = posts.chain(mutexes.map(|access| access.key));
        let posts = keys.fold(TokenSet::default(), |set, key| set.with(self.tokens.known(key)));
        let order = Order {
            reduction: self.reduction,
            thread: event.thread,
            joins: event.joined(),
            before: wakes.threads,
            waits: self.waits(event),
            posts,
        };
        let mut footprint: Box<[Access]> = event.footprint().into();
        footprint.sort_unstable_by_key(|access| (access.key, access.mode as u8));
        Step { order, footprint }
    }

    /// The keys that a step waited for.
    pub(super) fn waits(&mut self, event: &Event) -> TokenSet {
        let waits = event.footprint().iter();
        let waits = waits.filter(|access| matches!(access.mode, Mode::Wait | Mode::Lock));
        self.tokens.number(waits.map(|access| access.key))
    }

    fn rivals(&self, step: &Step, below: Summary) -> ThreadSet {
        let mut rivals = 0;
        for access in &step.footprint {
            for one in self.uses_of(below, access.key) {
                if !one.follows(step.order.thread) && access.mode.competes_with(one.mode) {
                    rivals |= 1 << one.thread.0;
                }
            }
        }
        rivals & !(1 << step.order.thread.0)
    }

    fn prepended(&mut self, step: &Step, step_number: u32, below: Summary) -> Summary {
        let order = number(&mut self.known.orders, step.order);
        let places: Vec<usize> = step.keys().map(|key| self.place(key)).collect();
        let mut pages = self.all.shared(below.0).to_vec();
        let used = places.iter().map(|place| place / PAGE + 1).max().unwrap_or(0);
        pages.resize(pages.len().max(used), Page::default());
        for (index, page) in pages.iter_mut().enumerate() {
            // Where the step itself uses nothing, only what it comes before matters.
            let touched = places.iter().any(|place| place / PAGE == index);
            let by = if touched { step_number << 1 | 1 } else { order << 1 };
            let pair = mix(pair(page.0, by), if touched { index as u64 } else { 0 });
            *page = match self.known.prepended_to_pages.get(&pair) {
                Some(known) => *known,
                None => {
                    let whole = self.prepended_to_page(step, order, index, *page, touched);
                    self.known.prepended_to_pages.insert(pair, whole);
                    whole
                }
            };
        }
        self.summary(pages)
    }

    fn prepended_to_page(
        &mut self,
        step: &Step,
        order: u32,
        index: usize,
        page: Page,
        touched: bool,
    ) -> Page {
        let old = self.pages.shared(page.0);
        let len = if touched { PAGE } else { old.len() };
        let mut new = vec![];
        for place in 0..len {
            let key = self.keys.get(index * PAGE + place).filter(|_| touched);
            let modes = key.map_or(&[][..], |key| step.accesses(*key));
            let uses = old.get(place).copied().unwrap_or_default();
            new.push(self.prepended_to_uses(&step.order, order, uses, modes));
        }
        self.page(new)
    }

    fn prepended_to_uses(
        &mut self,
        order: &Order,
        order_number: u32,
        uses: Uses,
        own: &[Access],
    ) -> Uses {
        if uses.0 == 0 && own.is_empty() {
            return uses;
        }
        let modes = own.iter().fold(0, |modes, access| mix(modes, access.mode as u64 + 1));
        let pair = mix(pair(uses.0, order_number), modes);
        if let Some(known) = self.known.prepended_to_uses.get(&pair) {
            return *known;
        }
        let mut all: Vec<Use> = own.iter().map(|access| order.own(access.mode)).collect();
        all.extend(self.uses.get(uses.0).iter().map(|one| order.prepend(own, *one)));
        let whole = self.settled(all);
        self.known.prepended_to_uses.insert(pair, whole);
        whole
    }
}
