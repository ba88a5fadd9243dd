//! Tally of a night: what it has done, and what it has found.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Causes, Kept, Listed, Ran, Sort, Unseen, Visit};

/// Runs of a night, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Runs.
    pub runs: u64,
    /// Runs that drew a world.
    pub drawn: u64,
    /// Those of them that exhausted it.
    pub exhausted: u64,
    /// Runs in a world that an earlier one drew.
    pub again: u64,
    /// Schedules of all runs.
    pub schedules: u64,
    /// Runs that broke something.
    pub failed: u64,
    /// The worlds that were drawn, by their size.
    pub sizes: Vec<OfSize>,
}

/// The runs that drew a world of a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfSize {
    /// The channels of the worlds.
    pub channels: u8,
    /// The runs.
    pub drawn: u64,
    /// Those of them that exhausted theirs.
    pub exhausted: u64,
}

/// Runs and findings of a night. As large as there are causes.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The runs.
    pub totals: Totals,
    /// The findings.
    pub causes: Causes,
}

/// Findings that a run adds.
#[derive(Debug, Default)]
pub struct Added {
    /// The part to be kept of it.
    pub kept: Vec<Kept>,
    /// The places of the causes that it showed.
    pub places: BTreeSet<usize>,
}

impl Totals {
    fn add(&mut self, ran: &Ran) {
        self.runs += 1;
        self.schedules += ran.verdict.schedules;
        self.failed += u64::from(!ran.verdict.found.is_empty());
        match ran.visit {
            Visit::Again { .. } => self.again += 1,
            Visit::Drawn => {
                let exhausted = u64::from(!ran.is_open());
                self.drawn += 1;
                self.exhausted += exhausted;
                self.size(OfSize { channels: ran.run.world.channels, drawn: 1, exhausted });
            }
        }
    }

    /// Takes in those of another night.
    pub fn merge(&mut self, other: &Totals) {
        self.runs += other.runs;
        self.drawn += other.drawn;
        self.exhausted += other.exhausted;
        self.again += other.again;
        self.schedules += other.schedules;
        self.failed += other.failed;
        other.sizes.iter().for_each(|size| self.size(*size));
    }

    fn size(&mut self, more: OfSize) {
        match self.sizes.iter_mut().find(|size| size.channels == more.channels) {
            Some(size) => {
                size.drawn += more.drawn;
                size.exhausted += more.exhausted;
            }
            None => self.sizes.push(more),
        }
        self.sizes.sort_by_key(|size| size.channels);
    }
}

impl Tally {
    /// Takes in a run.
    pub fn add(&mut self, ran: &Ran, sort: &Sort) -> Added {
        let drawn = self.totals.drawn;
        self.totals.add(ran);
        self.causes.add(ran, sort, drawn)
    }

    /// Returns how sure it is that nothing is left to be found. A violation that is only seen after
    /// a crash may be a consequence, and does not count.
    pub fn unseen(&self) -> Unseen {
        let causes = self.causes.all().iter();
        let counted = causes.filter(|cause| cause.listed != Listed::AfterCrash);
        let seen = |cause: &super::Cause| cause.first_drawn.map(|first| (first, cause.drawn));
        Unseen::of(self.totals.drawn, counted.filter_map(seen))
    }
}
