//! The union of two summaries.

use super::{Page, Summaries, Summary, Uses, known::pair};

impl Summaries {
    /// The accesses of both.
    pub(in super::super) fn union(&mut self, a: Summary, b: Summary) -> Summary {
        match (a, b) {
            (Summary::ANYTHING, _) | (_, Summary::ANYTHING) => return Summary::ANYTHING,
            (one, Summary::NOTHING) | (Summary::NOTHING, one) => return one,
            (one, other) if one == other => return one,
            _ => (),
        }
        let pair = pair(a.0.min(b.0), a.0.max(b.0));
        if let Some(known) = self.known.unions.get(&pair) {
            return *known;
        }
        let (one, other) = (self.all.shared(a.0), self.all.shared(b.0));
        let at = |pages: &[Page], index: usize| pages.get(index).copied().unwrap_or_default();
        let pages = (0..one.len().max(other.len()))
            .map(|index| self.union_of_pages(at(&one, index), at(&other, index)));
        let pages = pages.collect();
        let union = self.summary(pages);
        self.known.unions.insert(pair, union);
        union
    }

    fn union_of_pages(&mut self, a: Page, b: Page) -> Page {
        match (a, b) {
            (one, Page(0)) | (Page(0), one) => return one,
            (one, other) if one == other => return one,
            _ => (),
        }
        let pair = pair(a.0.min(b.0), a.0.max(b.0));
        if let Some(known) = self.known.unions_of_pages.get(&pair) {
            return *known;
        }
        let (one, other) = (self.pages.shared(a.0), self.pages.shared(b.0));
        let at = |uses: &[Uses], index: usize| uses.get(index).copied().unwrap_or_default();
        let mut both = vec![];
        for index in 0..one.len().max(other.len()) {
            let (one, other) = (at(&one, index), at(&other, index));
            both.push(self.union_of_uses(one, other));
        }
        let union = self.page(both);
        self.known.unions_of_pages.insert(pair, union);
        union
    }

    fn union_of_uses(&mut self, a: Uses, b: Uses) -> Uses {
        match (a, b) {
            (one, Uses(0)) | (Uses(0), one) => return one,
            (one, other) if one == other => return one,
            _ => (),
        }
        let pair = pair(a.0.min(b.0), a.0.max(b.0));
        if let Some(known) = self.known.unions_of_uses.get(&pair) {
            return *known;
        }
        let union = self.settled([self.uses.get(a.0), self.uses.get(b.0)].concat());
        self.known.unions_of_uses.insert(pair, union);
        union
    }
}
