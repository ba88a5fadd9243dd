//! The part of a summary that holds when a thread has moved before the step that it begins with.

use super::{Page, Summaries, Summary, known::pair, tokens::TokenSet};
use crate::{
    machine::mix,
    object::{ThreadId, ThreadSet},
    search::dpor::Event,
};

impl Summaries {
    /// The part of `summary`, said of a state, that holds of the state after `event`, with which
    /// the step that it begins with commutes.
    pub(in super::super) fn moved(&mut self, summary: Summary, event: &Event) -> Summary {
        if matches!(summary, Summary::ANYTHING | Summary::NOTHING) {
            return summary;
        }
        let waits = self.waits(event);
        let joined: ThreadSet = event.joined().map_or(0, |child| 1 << child.0);
        let by = waits.words().into_iter().fold(joined, mix);
        let pair = mix(pair(summary.0, u32::from(event.thread.0)), by);
        if let Some(known) = self.known.moved.get(&pair) {
            return *known;
        }
        let pages = self.all.shared(summary.0);
        let moved = |page: &Page| self.moved_page(*page, event.thread, joined, waits, by);
        let pages = pages.iter().map(moved).collect();
        let moved = self.summary(pages);
        self.known.moved.insert(pair, moved);
        moved
    }

    fn moved_page(
        &mut self,
        page: Page,
        thread: ThreadId,
        joined: ThreadSet,
        waits: TokenSet,
        by: u64,
    ) -> Page {
        let pair = mix(pair(page.0, u32::from(thread.0)), by);
        if let Some(known) = self.known.moved_pages.get(&pair) {
            return *known;
        }
        let old = self.pages.shared(page.0);
        let mut new = vec![];
        for uses in old.iter() {
            let pair = mix(self::pair(uses.0, u32::from(thread.0)), by);
            new.push(match self.known.moved_uses.get(&pair) {
                Some(known) => *known,
                None => {
                    let uses = self.uses.get(uses.0).iter();
                    let moved = uses.map(|one| one.moved(thread, joined, waits)).collect();
                    let moved = self.settled(moved);
                    self.known.moved_uses.insert(pair, moved);
                    moved
                }
            });
        }
        let moved = self.page(new);
        self.known.moved_pages.insert(pair, moved);
        moved
    }
}
