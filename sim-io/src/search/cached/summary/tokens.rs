//! Sets of keys that are waited for.

use serde::{Deserialize, Serialize};

const WORDS: usize = 4;

/// A set of keys that are waited for, by the numbers that [`Tokens`] gives them.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub(super) struct TokenSet([u64; WORDS]);

impl TokenSet {
    fn of(number: usize) -> TokenSet {
        let mut set = TokenSet::default();
        set.0[number / 64] = 1 << (number % 64);
        set
    }

    fn zip(self, other: TokenSet, f: impl Fn(u64, u64) -> u64) -> TokenSet {
        TokenSet(std::array::from_fn(|word| f(self.0[word], other.0[word])))
    }

    pub(super) fn with(self, other: TokenSet) -> TokenSet {
        self.zip(other, |one, other| one | other)
    }

    pub(super) fn without(self, other: TokenSet) -> TokenSet {
        self.zip(other, |one, other| one & !other)
    }

    pub(super) fn common(self, other: TokenSet) -> TokenSet {
        self.zip(other, |one, other| one & other)
    }

    pub(super) fn meets(self, other: TokenSet) -> bool {
        self.zip(other, |one, other| one & other) != TokenSet::default()
    }

    /// Its words, for a digest.
    pub(super) fn words(self) -> [u64; WORDS] {
        self.0
    }
}

/// Numbers the keys that were waited for. Those that come too late have none: nothing is
/// known of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tokens(Vec<u32>);

impl Tokens {
    /// The set of these keys, which are waited for.
    pub(super) fn number(&mut self, keys: impl Iterator<Item = u32>) -> TokenSet {
        keys.fold(TokenSet::default(), |set, key| {
            if !self.0.contains(&key) && self.0.len() < WORDS * 64 {
                self.0.push(key);
            }
            set.with(self.known(key))
        })
    }

    /// The set of this key, or nothing if it has no number.
    pub(super) fn known(&self, key: u32) -> TokenSet {
        self.0.iter().position(|known| *known == key).map_or(TokenSet::default(), TokenSet::of)
    }
}
