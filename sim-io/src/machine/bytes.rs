//! Bytes on a wire, each sequence kept once.
//!
//! A word stands for them, which depends on nothing but the bytes: so a state
//! that holds words can be compared and brought back, and no schedule ever
//! needs to forget what was written in another.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// The byte sequences that have been written.
///
/// They are never forgotten, so there are as many as a world can write different
/// messages: those of a channel are numbered by its sends, and each is short.
#[derive(Default)]
pub(crate) struct Bytes(HashMap<u64, Box<[u8]>>);

impl Bytes {
    /// The word that stands for `bytes`, which can be stored with one added to it.
    pub(crate) fn keep(&mut self, bytes: &[u8]) -> u64 {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let word = hasher.finish() >> 2;
        let kept = self.0.entry(word).or_insert_with(|| bytes.into());
        assert!(**kept == *bytes, "two byte sequences have the same word");
        word
    }

    /// The bytes that `word` stands for.
    pub(crate) fn of(&self, word: u64) -> &[u8] {
        &self.0[&word]
    }
}
