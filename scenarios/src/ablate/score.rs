//! How much is told of what.

use std::collections::BTreeMap;

use sim_io::Act;

use super::{Kind, Lacking, Told};

/// How much is told of one kind of operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// How many are needed, by each kind of evidence, in their order.
    pub told: [usize; Kind::ALL.len()],
    /// How many there are.
    pub all: usize,
}

impl Score {
    /// How many are needed.
    pub fn needed(&self) -> usize {
        self.told.iter().sum()
    }

    fn add(&mut self, told: &Told) {
        self.all += 1;
        if let Told::Needed(evidence) = told {
            self.told[evidence.kind as usize] += 1;
        }
    }
}

/// How much is told of each kind of operation that there is.
pub fn scores(all: &[Lacking]) -> BTreeMap<Act, Score> {
    let mut scores: BTreeMap<Act, Score> = BTreeMap::new();
    for one in all {
        scores.entry(one.ablation.site.act).or_default().add(&one.told);
    }
    scores
}
