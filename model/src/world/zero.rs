//! Pages that are zero.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{World, phrase::Phrase};

/// A page that is zero in a round, and says nothing of other rounds.
///
/// Its sender looks (parameter `zero-page-detection`, `multifd` since 303e6f54f9). Before, the
/// migration thread looked, and sent such a page through the main channel, which is not modelled:
/// there it is a page as any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZeroPage {
    /// The page, from 0.
    pub page: u8,
    /// The round, from 1.
    pub round: u8,
}

/// The words of a [`ZeroPage`].
pub(super) const WORDS: Phrase = Phrase("page {0} zero in round {1}");

impl fmt::Display for ZeroPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&WORDS.say([self.page, self.round]))
    }
}

impl World {
    /// Returns true if any page is ever zero.
    pub(crate) fn has_zeros(&self) -> bool {
        self.zeros.iter().any(Option::is_some)
    }

    /// Returns what a page holds in a round: the number of the round, or 0 if it is zero.
    pub(crate) fn version(&self, page: u8, round: u64) -> u64 {
        let zeros = self.zeros.iter().flatten();
        let here = |zero: &ZeroPage| zero.page == page && u64::from(zero.round) == round;
        if zeros.into_iter().any(here) { 0 } else { round }
    }

    pub(super) fn check_zeros(&self) -> Result<(), String> {
        let exists =
            |zero: &&ZeroPage| zero.page < self.pages && (1..=self.rounds).contains(&zero.round);
        match self.zeros.iter().flatten().find(|zero| !exists(zero)) {
            Some(zero) => Err(format!("there is no such page or round: {zero}")),
            None => Ok(()),
        }
    }
}
